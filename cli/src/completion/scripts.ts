// What a shell runs when Tab is pressed. It asks the program itself, so it never needs to be made anew.

export const shells = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof shells)[number]

/** Not meant to be typed: prints what may come next, a line each, its description after a tab. */
export const askCommand = '__complete'

export const scripts: Record<ShellName, string> = {
  bash: `# mission: completion for bash
_mission_complete() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" ${askCommand} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _mission_complete mission`,

  zsh: `#compdef mission
# mission: completion for zsh
_mission() {
  local line
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" ${askCommand} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe -o mission candidates
}
if [[ $funcstack[1] == _mission ]]; then
  _mission "$@"
else
  compdef _mission mission
fi`,

  fish: `# mission: completion for fish
function __mission_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  $before[1] ${askCommand} -- $before[2..-1] "$current" 2>/dev/null
end
complete -c mission -f -a '(__mission_complete)'`,
}
