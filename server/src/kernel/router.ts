// Finds the operation of a method and path by walking segments; a literal segment wins over a parameter.
import type { Method, Operation } from './contract.ts'
import { shorten } from './errors.ts'
import { validationFailed } from './validation-messages.ts'

interface Node {
  readonly literals: Map<string, Node>
  parameter: { readonly name: string; readonly node: Node } | null
  readonly operations: Map<Method, Operation>
}

export type Match =
  | { readonly operation: Operation; readonly params: Record<string, string> }
  | { readonly operation: null; readonly allowed: readonly string[] }

export class Router {
  readonly #root = emptyNode()

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) this.#add(operation)
  }

  match(method: string, path: string): Match {
    const values: string[] = []
    const names: string[] = []
    let node: Node | undefined = this.#root
    for (const segment of path.split('/').slice(1)) {
      const literal: Node | undefined = node.literals.get(segment)
      if (literal) {
        node = literal
      } else if (node.parameter && segment !== '') {
        names.push(node.parameter.name)
        values.push(decode(node.parameter.name, segment))
        node = node.parameter.node
      } else {
        return { operation: null, allowed: [] }
      }
    }
    // HEAD is GET without the body, which Node leaves out by itself.
    const operation = node.operations.get((method === 'HEAD' ? 'GET' : method) as Method)
    if (!operation) return { operation: null, allowed: [...node.operations.keys()].flatMap(withHead) }
    return { operation, params: Object.fromEntries(names.map((name, index) => [name, values[index]!])) }
  }

  #add(operation: Operation): void {
    let node = this.#root
    for (const segment of operation.path.split('/').slice(1)) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1]
      if (name) {
        node.parameter ??= { name, node: emptyNode() }
        if (node.parameter.name !== name) throw new Error(`${operation.path}: two names for one path parameter`)
        node = node.parameter.node
      } else {
        let next = node.literals.get(segment)
        if (!next) {
          next = emptyNode()
          node.literals.set(segment, next)
        }
        node = next
      }
    }
    node.operations.set(operation.method, operation)
  }
}

const withHead = (method: Method): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method])

const emptyNode = (): Node => ({ literals: new Map(), parameter: null, operations: new Map() })

/** What stands there undecoded would be another name than the one that was meant. */
function decode(name: string, segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    const message = `'${shorten(segment)}' is no percent-encoded UTF-8`
    throw validationFailed([{ path: name, message }])
  }
}
