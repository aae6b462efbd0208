// What can go wrong, each with the exit code an agent decides by and a line on what to do.

export const exitCodes = { refused: 1, usage: 2, leaseLost: 3, later: 4 }

/** Ends the command: the message and the hint go to stderr, the code to whoever started it. */
export class Failure extends Error {
  /**
   * @param {keyof typeof exitCodes} kind
   * @param {string} message
   * @param {string} [hint] what to do now
   */
  constructor(kind, message, hint = '') {
    super(message)
    this.kind = kind
    this.hint = hint
  }
}

/** The server said no; `code` is one of the contract's. */
export class Refusal extends Failure {
  /**
   * @param {{ code: string, message: string, hint: string, details?: any }} error
   * @param {boolean} temporary whether the same command may succeed later
   */
  constructor({ code, message, hint, details }, temporary) {
    const places = (details?.issues ?? []).map((/** @type {any} */ issue) => `; ${issue.path}: ${issue.message}`)
    super(
      code === 'lease_lost' ? 'leaseLost' : temporary ? 'later' : 'refused',
      `${code}: ${message}${places.join('')}`,
      hint,
    )
    this.code = code
  }
}

/** @param {string} reason why the task is no longer ours */
export const leaseLost = (reason) =>
  new Failure(
    'leaseLost',
    `lease_lost: the task is no longer yours (${reason})`,
    'Stop this work now and hand in nothing. Report its cost if you have not, then claim again.',
  )

/**
 * Secrets belong in files and headers; should one turn up in a text, only its kind is shown.
 * @param {string} text
 */
export const withoutSecrets = (text) => text.replace(/\bmc_([a-z]+)_[0-9A-Za-z]{20,}/g, 'mc_$1_…')
