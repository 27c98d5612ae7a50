import type { Plugin } from 'rolldown'
import { blanked, type Node } from './blanked'

/** Where a table's indexes, keys and checks stand: behind its columns; null for any other part. */
function constraintsOf(node: Node): [from: number, to: number] | null {
  if (node.type !== 'CallExpression' || node.callee?.name !== 'pgTable') return null
  const [, columns, constraints] = node.arguments ?? []
  return columns && constraints ? [columns.end, constraints.end] : null
}

/** Leaves a table's indexes, keys and checks out of the bundle: migrations are made of them beforehand, and no query reads them. */
export const withoutIndexes = (): Plugin => ({
  name: 'without-indexes',
  transform(code, id) {
    return id.includes('/src/db/schema/') ? blanked(code, constraintsOf) : null
  },
})
