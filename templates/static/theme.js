// Light or dark as the reader's system says, before the first paint; Bootstrap reads it from the root element.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => { document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light"; };
dark.addEventListener("change", paint);
paint();
