// Colours, where they may be used; else the text as it is.
import { styleText } from 'node:util'

export type Look = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta'

export type Style = (look: Look, text: string) => string

export const styleFor = (hasColors: boolean): Style =>
  hasColors ? (look, text) => styleText(look, text, { validateStream: false }) : (_look, text) => text

const looks: Record<string, Look> = {
  ready: 'cyan',
  in_progress: 'blue',
  needs_approval: 'yellow',
  review: 'yellow',
  pending: 'yellow',
  paused: 'magenta',
  blocked: 'red',
  done: 'green',
  closed: 'green',
  approved: 'green',
  online: 'green',
  failed: 'red',
  denied: 'red',
  rejected: 'red',
  deactivated: 'red',
  RED: 'red',
  YELLOW: 'yellow',
  GREEN: 'green',
  urgent: 'red',
  high: 'yellow',
}

/** A state, risk or priority in its colour; the rest is dim. */
export const stateText = (style: Style, state: string): string => style(looks[state] ?? 'dim', state)
