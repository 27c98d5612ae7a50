import type { Plugin } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'

/** A part of a program as its parser tells of it. */
interface Node {
  type: string
  start: number
  end: number
  callee?: Node
  object?: Node
  property?: Node & { name?: string }
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

/** Where a call of a schema's `meta` stands, from its point to its closing bracket; null for any other part. */
function metaCall({ type, callee, end }: Node): [from: number, to: number] | null {
  const isMeta = type === 'CallExpression' && callee?.property?.name === 'meta' && callee.object
  return isMeta ? [isMeta.end, end] : null
}

/**
 * Leaves out of the bundle what schemas say of themselves: the reference is written from that beforehand, and the Worker never
 * reads it. Spaces stand in its place, so that the map still leads to the source.
 */
export const withoutDescriptions = (): Plugin => ({
  name: 'without-descriptions',
  transform(code, id) {
    if (!id.endsWith('.ts') || !code.includes('.meta(')) return null
    let rest = code
    for (const node of nodesIn(parseAst(code, { lang: 'ts' }).body)) {
      const [from, to] = metaCall(node) ?? [0, 0]
      rest = rest.slice(0, from) + rest.slice(from, to).replace(/\S/g, ' ') + rest.slice(to)
    }
    return { code: rest, map: null }
  },
})
