// Moments by the reader's clock, in the style of the page's language; without script they stand in UTC.
const language = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" }[document.documentElement.lang];
const style = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
for (const time of document.querySelectorAll("time[datetime*=T]")) time.textContent = style.format(new Date(time.dateTime));
