// The branch an agent works on: a name git takes, whatever the title is written in.

const mostTitle = 50

/** @returns `agent/<agent>-<title>` in letters, digits and dashes. */
export function branchName(agentName: string, title: string, taskId: string): string {
  const words = cut(slug(title))
  // A title of no Latin letters leaves nothing: the end of the id tells the tasks apart.
  return `agent/${slug(agentName) || 'agent'}-${words || slug(taskId).slice(-8)}`
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

function cut(words: string): string {
  if (words.length <= mostTitle) return words
  const end = words.lastIndexOf('-', mostTitle)
  return words.slice(0, end > 0 ? end : mostTitle)
}
