// The lines that start a first agent, printed at start and shown on an empty board; each works as it is pasted.
export interface FirstAgent {
  readonly title: string
  readonly commands: readonly string[]
}

export function firstAgentLines(
  { url, enrollmentToken }: { url: string; enrollmentToken: string },
  sdkUrl: string | null,
): FirstAgent[] {
  const register = `{"name":"first-agent-'$RANDOM'","enrollmentToken":"${enrollmentToken}"}`
  const lines: FirstAgent[] = [
    {
      title: 'With curl:',
      commands: [`curl -s ${url}/api/v1/agents/register -H 'Content-Type: application/json' -d '${register}'`],
    },
    {
      title: 'With the skill (OpenClaw, Claude Code, Codex):',
      commands: [
        `npx -y skills add ${url}`,
        `MC_URL=${url} MC_ENROLLMENT_TOKEN=${enrollmentToken} node scripts/mission.mjs join`,
      ],
    },
  ]
  if (sdkUrl) {
    lines.unshift({
      title: 'In TypeScript, in an empty folder:',
      commands: [
        `npm i ${sdkUrl}`,
        `MC_URL=${url} MC_ENROLLMENT_TOKEN=${enrollmentToken} node node_modules/@mission-control/sdk/examples/first-agent.mjs`,
      ],
    })
  }
  return lines
}
