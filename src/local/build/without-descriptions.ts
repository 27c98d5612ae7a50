import type { Plugin } from 'rolldown'
import { blanked, type Node } from './blanked'

/** Where a call of a schema's `meta` stands, from its point to its closing bracket; null for any other part. */
function metaCall({ type, callee, end }: Node): [from: number, to: number] | null {
  const isMeta = type === 'CallExpression' && callee?.property?.name === 'meta' && callee.object
  return isMeta ? [isMeta.end, end] : null
}

/**
 * Leaves out of the bundle what schemas say of themselves: the reference is written from that beforehand, and the Worker never
 * reads it.
 */
export const withoutDescriptions = (): Plugin => ({
  name: 'without-descriptions',
  transform(code, id) {
    return id.endsWith('.ts') && code.includes('.meta(') ? blanked(code, metaCall) : null
  },
})
