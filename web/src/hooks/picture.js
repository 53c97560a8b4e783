// A part of the page as a picture: the same elements with the same styles, within an SVG.

const XHTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
// Twice the page's pixels: pictures are printed and put on slides.
const SHARP = 2;
// A picture stands still, nothing in it is left out because it is out of sight, and what one works
// with is no part of it.
const STILL = "*, *::before, *::after { animation: none !important; transition: none !important; content-visibility: visible !important } .palette, .phone-truth { visibility: hidden !important }";

function styles() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  return [...rules, STILL].join("\n");
}

// A copy that looks the same: what was scrolled is moved there, what was written stands in it.
function copied(element) {
  const copy = element.cloneNode(true);
  const own = [element, ...element.querySelectorAll("*")], twins = [copy, ...copy.querySelectorAll("*")];
  own.forEach((from, index) => {
    const to = twins[index];
    if (from instanceof HTMLTextAreaElement) to.textContent = from.value;
    else if (from instanceof HTMLInputElement) to.setAttribute("value", from.value);
    if (!index || !(from.scrollTop || from.scrollLeft)) return;
    [...from.children].forEach((child, place) => {
      if (getComputedStyle(child).position === "sticky") to.children[place].style.position = "relative";
      else to.children[place].style.translate = `${-from.scrollLeft}px ${-from.scrollTop}px`;
    });
    to.style.overflow = "hidden";
  });
  return copy;
}

// What styles say of the elements around it holds for the copy too; they take no room themselves.
function within(ancestor, inner) {
  if (!ancestor) return inner;
  const shell = ancestor.cloneNode(false);
  shell.style.display = "contents";
  shell.append(inner);
  return within(ancestor.parentElement, shell);
}

function drawn(element) {
  // All of it, from where the cluster begins.
  const width = element.scrollWidth, whole = element.scrollHeight + 16;
  const top = Math.max((element.querySelector(".call-manager")?.offsetTop ?? 0) - 12, 0), height = whole - top;
  const copy = copied(element);
  Object.assign(copy.style, { width: `${width}px`, height: `${whole}px`, boxSizing: "border-box", position: "relative", inset: "0", margin: "0", overflow: "hidden" });
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 ${top} ${width} ${height}` })) svg.setAttribute(key, value);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  svg.style.colorScheme = scheme === "light" || scheme === "dark" ? scheme : dark ? "dark" : "light";
  const style = svg.appendChild(document.createElementNS(SVG, "style"));
  style.textContent = styles();
  const hold = svg.appendChild(document.createElementNS(SVG, "foreignObject"));
  hold.setAttribute("width", "100%");
  hold.setAttribute("height", whole);
  const ground = hold.appendChild(document.createElementNS(XHTML, "div"));
  ground.style.background = "Canvas";
  ground.append(within(element.parentElement, copy));
  return { width, height, text: new XMLSerializer().serializeToString(svg) };
}

function save(blob, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}

async function pixels({ width, height, text }) {
  const image = new Image(), canvas = document.createElement("canvas");
  // An address of another kind would keep its pixels to itself.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  canvas.width = Math.round(width * SHARP);
  canvas.height = Math.round(height * SHARP);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// Saves what `selector` finds as `name`.svg or `name`.png, and tells whether it did.
export async function picture(selector, name, png) {
  try {
    const made = drawn(document.querySelector(selector));
    const blob = png ? await pixels(made) : new Blob([made.text], { type: "image/svg+xml" });
    save(blob, png ? `${name}.png` : `${name}.svg`);
    return true;
  } catch {
    return false;
  }
}
