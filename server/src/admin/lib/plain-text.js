// Text that was written for a terminal, as a page can show it: its colours and moves would stand there as boxes.

/** What sets colours, moves the cursor or names the window: ESC or C1, its parameters, its last letter. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g
const controls = /(?![\n\t])\p{Cc}/gu

/** A line that is overwritten again and again, such as a progress bar, shows each of its states. @param {string} text */
export const plainText = (text) => text.replace(/\r\n?/g, '\n').replace(sequences, '').replace(controls, '')
