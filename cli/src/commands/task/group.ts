// What can be done with tasks.
import type { Command } from 'commander'
import { addGroup, type Building } from '../../command.ts'
import { addTaskCreate } from './create.ts'
import { addTaskList } from './list.ts'
import { addTaskShow } from './show.ts'
import { addTaskTail } from './tail.ts'

export function addTask(program: Command, building: Building): void {
  const task = addGroup(program, 'task', 'create, list, show and follow tasks')
  addTaskCreate(task, building)
  addTaskList(task, building)
  addTaskShow(task, building)
  addTaskTail(task, building)
}
