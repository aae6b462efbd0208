// The lines that start a first agent, for the terminal and for an empty board: pasted as they are, each way works at once.

/**
 * @typedef {object} FirstAgent one way to start an agent
 * @property {string} title
 * @property {string[]} commands to be pasted one after the other; one may have several lines
 */

/**
 * @param {{ url: string, enrollmentToken: string, sdkUrl: string | null }} server `sdkUrl` is null while the SDK is not built
 * @returns {FirstAgent[]}
 */
export function firstAgentLines({ url, enrollmentToken, sdkUrl }) {
  const ways = [withCurl(url, enrollmentToken), ...withSkill(url, enrollmentToken)]
  return sdkUrl === null ? ways : [withSdk(url, enrollmentToken, sdkUrl), ...ways]
}

/**
 * @param {string} url
 * @param {string} enrollmentToken
 * @param {string} sdkUrl
 * @returns {FirstAgent}
 */
function withSdk(url, enrollmentToken, sdkUrl) {
  return {
    title: 'With the SDK, in TypeScript or JavaScript',
    commands: [
      'mkdir -p first-agent && cd first-agent && npm init -y > /dev/null',
      `npm i ${sdkUrl}`,
      `cat > agent.mjs <<'END'
import { env } from 'node:process'
import { MissionControl } from '@mission-control/sdk'

const missionControl = new MissionControl({ baseUrl: env.MC_URL })
const agent = await missionControl.agent({
  name: 'first-agent',
  enrollmentToken: env.MC_ENROLLMENT_TOKEN,
})
console.log('Waiting for tasks; Ctrl-C stops.')

await agent.work(async (task, context) => {
  context.progress('reading the task')
  console.log(\`Working on "\${task.title}"\`)
  return { deliverable: { summary: \`Read "\${task.title}".\`, content: task.description ?? 'It has no description.' } }
})
END`,
      `MC_URL=${url} MC_ENROLLMENT_TOKEN=${enrollmentToken} node agent.mjs`,
    ],
  }
}

/**
 * Needs nothing but a shell, curl and sed.
 * @param {string} url
 * @param {string} enrollmentToken
 * @returns {FirstAgent}
 */
function withCurl(url, enrollmentToken) {
  const json = `-H 'Content-Type: application/json'`
  const pick = (/** @type {string} */ name) => `sed -n 's/.*"${name}":"\\([^"]*\\)".*/\\1/p'`
  const profile = `{"name":"curl-agent-'$(date +%s)'","enrollmentToken":"${enrollmentToken}"}`
  const request = `{"claimRequestId":"'$(date +%s)'","instanceId":"curl","waitSeconds":55}`
  return {
    title: 'With curl (the third line waits a minute for a task)',
    commands: [
      `api=${url}/api/v1; token=$(curl -sS $api/agents/register ${json} -d '${profile}' | ${pick('registrationToken')})`,
      `key=$(curl -sS $api/registrations/current -H "Authorization: Bearer $token" | ${pick('apiKey')})`,
      `claim=$(curl -sS $api/tasks/claim -H "Authorization: Bearer $key" ${json} -d '${request}'); printf '%s\\n' "$claim"`,
      `task=$(printf %s "$claim" | ${pick('taskId')}); fence=$(printf %s "$claim" | sed -n 's/.*"fence":\\([0-9]*\\).*/\\1/p')`,
      `curl -sS $api/tasks/$task/complete -H "Authorization: Bearer $key" ${json} -d '{"fence":'$fence',"summary":"Done with curl."}'`,
    ],
  }
}

/**
 * @param {string} url
 * @param {string} enrollmentToken
 * @returns {FirstAgent[]}
 */
function withSkill(url, enrollmentToken) {
  return [
    {
      title: 'With the skill, for OpenClaw, Claude Code, Codex and others',
      // The installer would tell its makers the address of this server.
      commands: [`DO_NOT_TRACK=1 npx -y skills@1 add ${url}`],
    },
    {
      title: 'and then say to that agent',
      commands: [
        `Use the mission-control skill: join with MC_ENROLLMENT_TOKEN=${enrollmentToken} and work on its tasks until there is none.`,
      ],
    },
  ]
}
