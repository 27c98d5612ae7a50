import type { StrategyType } from '../../client/index.js'
import { words } from './format'

/** Every family in the order of the choice: the compiler refuses one that is missing or unknown. */
const FAMILIES: Record<StrategyType, true> = {
  single_leg: true,
  vertical_spread: true,
  iron_condor: true,
  strangle: true,
  straddle: true,
  stock: true,
  covered_call: true,
  covered_put: true,
  protective_put: true,
  protective_call: true,
  collar: true,
  conversion: true,
  covered_strangle: true,
  guts: true,
  ratio_straddle: true,
  risk_reversal: true,
  synthetic_stock: true,
  ratio_spread: true,
  ladder: true,
  butterfly: true,
  condor: true,
  iron_butterfly: true,
  calendar_spread: true,
  diagonal_spread: true,
  jade_lizard: true,
  box_spread: true,
  jelly_roll: true,
  seagull: true,
  christmas_tree: true,
  crypto: true,
  options: true,
}

/** Families of structures for a choice, with an entry for all of them. */
export const STRATEGY_TYPES: readonly (readonly [value: string, text: string])[] = [
  ['', 'All'],
  ...Object.keys(FAMILIES).map((type) => [type, words(type)] as const),
]
