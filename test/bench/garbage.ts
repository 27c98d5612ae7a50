import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** Collects all garbage now, so that what was made before a measurement is not paid for within it. */
export function collectGarbage(): void {
  if (typeof collect === 'function') collect()
}
