// Figures, times and names as people read them.
import { h } from './dom.js'

const microsPerDollar = 1_000_000

/** @param {number} micros micro-dollars; an amount below a cent keeps the digits that matter */
export function money(micros) {
  const dollars = Math.abs(micros) / microsPerDollar
  const sign = micros < 0 ? '−' : ''
  if (micros === 0) return '$0.00'
  if (dollars < 0.0001) return `${sign}<$0.0001`
  const digits = dollars < 0.01 ? 4 : 2
  return `${sign}$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}

/**
 * Dollars as typed, to micro-dollars; by digits, so that no cent is lost to floating point.
 * @param {string} text
 * @returns {number | null} null where it is no amount
 */
export function parseDollars(text) {
  const match = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * microsPerDollar + Number((match[2] ?? '').padEnd(6, '0'))
}

/** @param {number} value */
export const figure = (value) => value.toLocaleString('en-US')

/** @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

let clockOffset = 0

/** The server's clock decides what is due; the browser's may differ. @param {string} serverTime */
export function setServerTime(serverTime) {
  clockOffset = Date.parse(serverTime) - Date.now()
}

export const serverNow = () => Date.now() + clockOffset

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 86_400 * 2) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

/** @param {string} iso */
function distance(iso) {
  const seconds = (Date.parse(iso) - serverNow()) / 1000
  if (Math.abs(seconds) < 5) return 'now'
  return seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`
}

/**
 * A moment, told by how far away it is; kept up to date by `keepTimesFresh`.
 * @param {string} iso
 */
export function moment(iso) {
  return h('time', { datetime: iso, title: new Date(iso).toLocaleString(), 'data-distance': true }, distance(iso))
}

/** @returns {() => void} stops it */
export function keepTimesFresh() {
  const timer = setInterval(() => {
    for (const time of document.querySelectorAll('time[data-distance]')) {
      const text = distance(time.getAttribute('datetime') ?? '')
      if (time.textContent !== text) time.textContent = text
    }
  }, 1000)
  return () => clearInterval(timer)
}

/** @param {string} iso */
export const clockTime = (iso) =>
  new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** @param {string} name */
export function initials(name) {
  const words = name.split(/[^a-zA-Z0-9]+/).filter(Boolean)
  const letters = words.length > 1 ? words[0].charAt(0) + words[words.length - 1].charAt(0) : name.slice(0, 2)
  return letters.toUpperCase()
}

/** One of eight colours, the same for the same name each time. @param {string} name */
export function hueOf(name) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + /** @type {number} */ (letter.codePointAt(0))) % 1009
  return sum % 8
}

/** @param {string} text `needs_approval` to `needs approval` */
export const words = (text) => text.replaceAll('_', ' ')

/** @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${figure(count)} ${count === 1 ? one : many}`
