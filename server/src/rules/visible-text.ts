// Whether a name shows at all: one made of spaces and of characters without ink could neither be read nor asked for.

/** Also what a font draws empty though it counts as a letter or a symbol, such as the blank of Braille. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\u2800]/u

export const isVisible = (text: string): boolean => visible.test(text)
