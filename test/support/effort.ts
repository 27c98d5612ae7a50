/**
 * How much of an exhaustive suite runs: the project `long` checks every case, `npm test` a sample
 * of them, so that it stays quick.
 */
import { inject, it } from 'vitest'

/** True in the project `long`. */
export const isExhaustive = inject('exhaustive')

/** All cases in the project `long`; otherwise every nth of them, beginning with the first. */
export const sampleOf = <T>(cases: readonly T[], nth: number): T[] =>
  cases.filter((_, index) => isExhaustive || index % nth === 0)

/** A test of the project `long` alone: its one case takes several seconds. */
export const itLong = it.runIf(isExhaustive)

/** The number of random cases: `all` in the project `long`, otherwise `few`. */
export const runsOf = (all: number, { few }: { few: number }): number => (isExhaustive ? all : few)
