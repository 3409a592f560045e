// Renders the description with Redoc, anew whenever the reader changes between light and dark.
"use strict"
const place = document.getElementById("redoc")
const fonts = getComputedStyle(document.body)
const code = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"
const COLOURS = {
  default: {
    text: "#1f2328", quiet: "#57606a", ground: "#ffffff", raised: "#f5f5f6", line: "#d0d7de", link: "#3b55b8", panel: "#1d212a",
    good: { color: "#1a6b2f", backgroundColor: "#e8f5ec" }, bad: { color: "#a81d1d", backgroundColor: "#fdeeee" },
  },
  slate: {
    text: "#e2e4e9", quiet: "#a3a9b8", ground: "#0b0c10", raised: "#14171f", line: "#343a46", link: "#8fa6ff", panel: "#14171f",
    good: { color: "#7fd69a", backgroundColor: "#10241a" }, bad: { color: "#ff9d9d", backgroundColor: "#2a1416" },
  },
}

function theme({ text, quiet, ground, raised, line, link, panel, good, bad }) {
  const tabs = { success: { ...good, tabTextColor: "#7fd69a" }, error: { ...bad, tabTextColor: "#ff9d9d" } }
  return {
    colors: {
      primary: { main: link }, text: { primary: text, secondary: quiet }, border: { dark: line, light: line },
      gray: { 50: raised, 100: raised }, responses: tabs, success: { main: good.color }, error: { main: bad.color },
    },
    schema: {
      linesColor: line, typeNameColor: quiet, typeTitleColor: quiet, nestedBackground: raised, requireLabelColor: bad.color,
      arrow: { color: quiet },
    },
    typography: {
      fontSize: "15px", fontFamily: fonts.fontFamily, headings: { fontFamily: fonts.fontFamily },
      code: { fontFamily: code, color: text, backgroundColor: raised }, links: { color: link, visited: link, hover: text },
    },
    sidebar: { backgroundColor: ground, textColor: text, activeTextColor: link, arrow: { color: quiet } },
    rightPanel: { backgroundColor: panel, textColor: "#e2e4e9" }, // JSON keys are white in either scheme
    codeBlock: { backgroundColor: "#0f1218" },
  }
}

let shown
async function show(description) {
  const scheme = document.body.dataset.mdColorScheme
  if (scheme === shown) return
  shown = scheme
  const element = document.createElement("div")
  place.replaceChildren(element)
  const options = {
    theme: theme(COLOURS[scheme] ?? COLOURS.default),
    disableSearch: true, // its search is a web worker; the site's own finds the operations
    hideDownloadButton: true, hideLoading: true, nativeScrollbars: true, requiredPropsFirst: true,
    scrollYOffset: () => document.querySelector(".md-header").offsetHeight,
  }
  Redoc.init(description, options, element)
}

const address = new URL(document.currentScript.dataset.document, location)
fetch(address).then((response) => response.json()).then((description) => {
  show(description)
  new MutationObserver(() => show(description)).observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
})
