// Makes the skill out of the contract: SKILL.md in the words of template.md, a reference of what agents may call, and the
// helper in one file.
import type { Contract } from '../scripts/contract/document.ts'
import { apiReference } from './build/api-reference.ts'
import { operationsModule } from './build/operations.ts'
import { missionScript } from './build/script.ts'
import { skillPage } from './build/skill-page.ts'

const folder = 'skill/dist/mission-control'

/** Each generated file, by its path from the root. */
export const skillProducts: Record<string, (contract: Contract) => string> = {
  'skill/src/generated/operations.mjs': operationsModule,
  [`${folder}/SKILL.md`]: skillPage,
  [`${folder}/references/api.md`]: apiReference,
  [`${folder}/scripts/mission.mjs`]: missionScript,
}
