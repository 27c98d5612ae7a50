import type { StrategyType } from '../../client/index.js'
import { words } from './format'

/** Families of structures for a choice, with an entry for all of them. */
export const STRATEGY_TYPES: readonly (readonly [value: string, text: string])[] = [
  ['', 'All'],
  ...(
    [
      'single_leg',
      'vertical_spread',
      'iron_condor',
      'strangle',
      'straddle',
      'stock',
      'covered_call',
      'covered_put',
      'protective_put',
      'protective_call',
      'collar',
      'conversion',
      'covered_strangle',
      'guts',
      'ratio_straddle',
      'risk_reversal',
      'synthetic_stock',
      'ratio_spread',
      'ladder',
      'butterfly',
      'condor',
      'iron_butterfly',
      'calendar_spread',
      'diagonal_spread',
      'jade_lizard',
      'box_spread',
      'jelly_roll',
      'seagull',
      'christmas_tree',
      'crypto',
      'options',
    ] as const satisfies readonly StrategyType[]
  ).map((type) => [type, words(type)] as const),
]
