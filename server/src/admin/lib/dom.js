// Makes and updates elements. Data goes in as text and attributes only, never as markup.

/** @typedef {Node | string | number | null | undefined | false | readonly unknown[]} Child lists hold children again */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes] `onclick` and the like are listeners, booleans are present or absent
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  setAttributes(element, attributes)
  append(element, children)
  return element
}

/**
 * A picture of the page's own sheet of icons.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `/icons.svg#${name}`)
  svg.append(use)
  return svg
}

/** @param {Element} element @param {Record<string, unknown>} attributes */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    } else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value))
  }
}

/** @param {Node} parent @param {readonly Child[]} children */
function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue
    if (Array.isArray(child)) append(parent, child)
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)))
  }
}

/** @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren()
  append(element, children)
}

/**
 * Like `fill`, but leaves the element alone while `version` stays the same, so that focus and selection survive.
 * @param {Element} element @param {unknown} version @param {() => Child[]} children
 */
export function fillIfChanged(element, version, children) {
  const text = JSON.stringify(version)
  if (versions.get(element) === text) return
  versions.set(element, text)
  fill(element, children())
}

/** @type {WeakMap<Element, string>} */
const versions = new WeakMap()
/** @type {WeakMap<Element, Map<string, Element>>} */
const keyedChildren = new WeakMap()

/**
 * Brings the children of `parent` in line with `items`: what stays keeps its element, and with it focus and what was typed.
 * @template T
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {{ key: (item: T) => string, create: (item: T) => Element, update?: (element: any, item: T) => void }} how
 */
export function reconcile(parent, items, { key, create, update }) {
  const before = keyedChildren.get(parent) ?? new Map()
  /** @type {Map<string, Element>} */
  const after = new Map()
  for (const item of items) {
    const id = key(item)
    const element = before.get(id) ?? create(item)
    after.set(id, element)
    update?.(element, item)
  }
  for (const [id, element] of before) if (!after.has(id) && element.parentNode === parent) element.remove()
  let next = parent.firstElementChild
  for (const element of after.values()) {
    if (element === next) next = next.nextElementSibling
    else place(parent, element, next)
  }
  keyedChildren.set(parent, after)
}

/**
 * Where the browser can, an element is moved without losing focus.
 * @param {Element} parent @param {Element} element @param {Element | null} before
 */
function place(parent, element, before) {
  const movable = /** @type {any} */ (parent)
  if (element.isConnected && parent.isConnected && typeof movable.moveBefore === 'function')
    movable.moveBefore(element, before)
  else parent.insertBefore(element, before)
}

/** @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} parent @param {string} selector @returns {T}
 */
export function find(parent, selector) {
  const found = parent.querySelector(selector)
  if (!found) throw new Error(`the page has no ${selector}`)
  return /** @type {T} */ (/** @type {unknown} */ (found))
}
