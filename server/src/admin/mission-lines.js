// The lines that begin with the command line, for the terminal and for the page. The address changes with the program: npx keeps what an address once gave.

/**
 * @param {{ url: string, cliUrl: string }} server
 * @returns {string[]} to be pasted one after the other
 */
export const missionLines = ({ url, cliUrl }) => [`npx -y ${cliUrl} login ${url}`, `npx -y ${cliUrl} task list`]
