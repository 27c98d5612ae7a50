import { parseAst } from 'rolldown/parseAst'

/** A part of a program as its parser tells of it. */
export interface Node {
  type: string
  start: number
  end: number
  name?: string
  callee?: Node
  object?: Node
  property?: Node
  arguments?: Node[]
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item)
  else if (isNode(value)) {
    yield value
    for (const part of Object.values(value)) yield* nodesIn(part)
  }
}

/**
 * A module without some of its parts. Spaces stand in their place, so that a map still leads to the source.
 *
 * @param rangeOf where the part stands that a node brings, if any.
 */
export function blanked(
  code: string,
  rangeOf: (node: Node) => [from: number, to: number] | null,
): { code: string; map: null } {
  let rest = code
  for (const node of nodesIn(parseAst(code, { lang: 'ts' }).body)) {
    const [from, to] = rangeOf(node) ?? [0, 0]
    rest = rest.slice(0, from) + rest.slice(from, to).replace(/\S/g, ' ') + rest.slice(to)
  }
  return { code: rest, map: null }
}
