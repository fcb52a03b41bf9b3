"""Traditional Chinese from Simplified: characters by OpenCC, terms by a table of our own.

OpenCC's profile with Taiwan phrases was made for programmers' texts: it turns access rights into 許可權, every document into a computer
file (檔案), equipment into 裝置, and breaks 五项目标 into 五專案標. A report is a business text. So only the characters and their Taiwan
variants are left to OpenCC (profile *s2tw*), and the terms that differ between the two written standards are listed here, longest first.
Quotation marks become the corner brackets Traditional Chinese uses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TERMS = """
信息技術 資訊科技
信息 資訊
數據庫 資料庫
數據洩露 資料外洩
數據 資料
軟件 軟體
硬件 硬體
網絡 網路
互聯網 網際網路
應用程序 應用程式
在線 線上
聯繫人 聯絡人
聯繫 聯絡
人工智能 人工智慧
智能 智慧
界面 介面
接口 介面
字段 欄位
默認 預設
質量 品質
營銷 行銷
視頻 影片
短信 簡訊
登錄 登入
首席執行官 執行長
發佈 發布
導出 匯出
文件夾 資料夾
演示文稿 簡報
文檔 文件
隊列 佇列
消息 訊息
集成 整合
支持人員 支援人員
支持團隊 支援團隊
支持臺 支援臺
支持工時 支援工時
置信水平 信賴水準
水平 水準
同行 同業
運營 營運
概率 機率
訪問權限 存取權限
可視化 視覺化
反饋 回饋
打印 列印
共享 共用
賬戶 帳戶
賬號 帳號
賬務 帳務
呼叫中心 客服中心
復核 覆核
"""
_TABLE = dict(line.split() for line in _TERMS.split("\n") if line)
_FIND = re.compile("|".join(sorted(_TABLE, key=len, reverse=True)))
_QUOTES = str.maketrans("“”", "「」")
_INNER = re.compile("‘([^‘’]*)’")


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2tw")


@lru_cache(maxsize=65536)
def traditional(simplified: str) -> str:
    """Convert Simplified to Traditional Chinese with Taiwan terms; what is not Chinese stays as it is.

    >>> traditional("五项目标的数据，见“客户信息”文件")
    '五項目標的資料，見「客戶資訊」文件'
    """
    converted: str = _converter().convert(simplified)
    termed = _FIND.sub(lambda found: _TABLE[found.group()], converted)
    return _INNER.sub(r"『\1』", termed.translate(_QUOTES))
