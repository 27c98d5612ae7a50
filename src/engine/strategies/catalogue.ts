import type { StrategyType } from './strategy-types'

/** What a pattern may demand beyond the order of its strikes. */
export type Wings = 'equal' | 'unequal'

/**
 * One named structure. `legs` are written kind, strike, expiry, sign and ratio: `C2-1` is one short
 * call at the second lowest strike, `P1f+1` one long put of the far expiry, `S+` long shares. Equal
 * strike numbers mean equal strikes. A ratio may be a letter, which `ratios` then bounds. Shares
 * cover the contracts exactly, or at least where `cover` says so.
 */
export interface Pattern {
  strategy: string
  type: StrategyType
  legs: string
  wings?: Wings
  ratios?: (a: number, b: number) => boolean
  cover?: 'at least'
}

const more = (a: number, b: number) => b > a

/** Every named structure, one line each (README, Structures). To name another, add its line. */
export const CATALOGUE: readonly Pattern[] = [
  { strategy: 'long_call', type: 'single_leg', legs: 'C1+1' },
  { strategy: 'short_call', type: 'single_leg', legs: 'C1-1' },
  { strategy: 'long_put', type: 'single_leg', legs: 'P1+1' },
  { strategy: 'short_put', type: 'single_leg', legs: 'P1-1' },

  { strategy: 'covered_call', type: 'covered_call', legs: 'S+ C1-1', cover: 'at least' },
  { strategy: 'covered_put', type: 'covered_put', legs: 'S- P1-1', cover: 'at least' },
  { strategy: 'protective_put', type: 'protective_put', legs: 'S+ P1+1', cover: 'at least' },
  { strategy: 'protective_call', type: 'protective_call', legs: 'S- C1+1', cover: 'at least' },
  { strategy: 'collar', type: 'collar', legs: 'S+ P1+1 C2-1' },
  { strategy: 'reverse_collar', type: 'collar', legs: 'S- P1-1 C2+1' },
  { strategy: 'conversion', type: 'conversion', legs: 'S+ P1+1 C1-1' },
  { strategy: 'reversal', type: 'conversion', legs: 'S- P1-1 C1+1' },
  { strategy: 'covered_strangle', type: 'covered_strangle', legs: 'S+ P1-1 C2-1' },
  { strategy: 'covered_straddle', type: 'covered_strangle', legs: 'S+ P1-1 C1-1' },

  { strategy: 'bull_call_spread', type: 'vertical_spread', legs: 'C1+1 C2-1' },
  { strategy: 'bear_call_spread', type: 'vertical_spread', legs: 'C1-1 C2+1' },
  { strategy: 'bull_put_spread', type: 'vertical_spread', legs: 'P1+1 P2-1' },
  { strategy: 'bear_put_spread', type: 'vertical_spread', legs: 'P1-1 P2+1' },

  { strategy: 'long_straddle', type: 'straddle', legs: 'C1+1 P1+1' },
  { strategy: 'short_straddle', type: 'straddle', legs: 'C1-1 P1-1' },
  { strategy: 'long_strangle', type: 'strangle', legs: 'P1+1 C2+1' },
  { strategy: 'short_strangle', type: 'strangle', legs: 'P1-1 C2-1' },
  { strategy: 'long_guts', type: 'guts', legs: 'C1+1 P2+1' },
  { strategy: 'short_guts', type: 'guts', legs: 'C1-1 P2-1' },
  { strategy: 'strip', type: 'ratio_straddle', legs: 'C1+1 P1+2' },
  { strategy: 'strap', type: 'ratio_straddle', legs: 'C1+2 P1+1' },
  { strategy: 'risk_reversal', type: 'risk_reversal', legs: 'P1-1 C2+1' },
  { strategy: 'reverse_risk_reversal', type: 'risk_reversal', legs: 'P1+1 C2-1' },
  { strategy: 'synthetic_long', type: 'synthetic_stock', legs: 'C1+1 P1-1' },
  { strategy: 'synthetic_short', type: 'synthetic_stock', legs: 'C1-1 P1+1' },

  { strategy: 'call_ratio_spread', type: 'ratio_spread', legs: 'C1+a C2-b', ratios: more },
  { strategy: 'put_ratio_spread', type: 'ratio_spread', legs: 'P2+a P1-b', ratios: more },
  { strategy: 'call_backspread', type: 'ratio_spread', legs: 'C1-a C2+b', ratios: more },
  { strategy: 'put_backspread', type: 'ratio_spread', legs: 'P2-a P1+b', ratios: more },
  { strategy: 'bull_zebra', type: 'ratio_spread', legs: 'C1+2 C2-1' },
  { strategy: 'bear_zebra', type: 'ratio_spread', legs: 'P2+2 P1-1' },
  { strategy: 'bull_call_ladder', type: 'ladder', legs: 'C1+1 C2-1 C3-1' },
  { strategy: 'bear_call_ladder', type: 'ladder', legs: 'C1-1 C2+1 C3+1' },
  { strategy: 'bull_put_ladder', type: 'ladder', legs: 'P3-1 P2+1 P1+1' },
  { strategy: 'bear_put_ladder', type: 'ladder', legs: 'P3+1 P2-1 P1-1' },
  { strategy: 'call_christmas_tree', type: 'christmas_tree', legs: 'C1+1 C2-3 C3+2' },
  { strategy: 'put_christmas_tree', type: 'christmas_tree', legs: 'P3+1 P2-3 P1+2' },

  { strategy: 'long_call_butterfly', type: 'butterfly', legs: 'C1+1 C2-2 C3+1', wings: 'equal' },
  { strategy: 'short_call_butterfly', type: 'butterfly', legs: 'C1-1 C2+2 C3-1', wings: 'equal' },
  { strategy: 'long_put_butterfly', type: 'butterfly', legs: 'P1+1 P2-2 P3+1', wings: 'equal' },
  { strategy: 'short_put_butterfly', type: 'butterfly', legs: 'P1-1 P2+2 P3-1', wings: 'equal' },
  {
    strategy: 'call_broken_wing_butterfly',
    type: 'butterfly',
    legs: 'C1+1 C2-2 C3+1',
    wings: 'unequal',
  },
  {
    strategy: 'put_broken_wing_butterfly',
    type: 'butterfly',
    legs: 'P1+1 P2-2 P3+1',
    wings: 'unequal',
  },
  {
    strategy: 'inverse_call_broken_wing_butterfly',
    type: 'butterfly',
    legs: 'C1-1 C2+2 C3-1',
    wings: 'unequal',
  },
  {
    strategy: 'inverse_put_broken_wing_butterfly',
    type: 'butterfly',
    legs: 'P1-1 P2+2 P3-1',
    wings: 'unequal',
  },
  { strategy: 'long_call_condor', type: 'condor', legs: 'C1+1 C2-1 C3-1 C4+1' },
  { strategy: 'short_call_condor', type: 'condor', legs: 'C1-1 C2+1 C3+1 C4-1' },
  { strategy: 'long_put_condor', type: 'condor', legs: 'P1+1 P2-1 P3-1 P4+1' },
  { strategy: 'short_put_condor', type: 'condor', legs: 'P1-1 P2+1 P3+1 P4-1' },
  {
    strategy: 'iron_butterfly',
    type: 'iron_butterfly',
    legs: 'P1+1 P2-1 C2-1 C3+1',
    wings: 'equal',
  },
  {
    strategy: 'broken_wing_iron_butterfly',
    type: 'iron_butterfly',
    legs: 'P1+1 P2-1 C2-1 C3+1',
    wings: 'unequal',
  },
  { strategy: 'reverse_iron_butterfly', type: 'iron_butterfly', legs: 'P1-1 P2+1 C2+1 C3-1' },
  { strategy: 'iron_condor', type: 'iron_condor', legs: 'P1+1 P2-1 C3-1 C4+1' },
  { strategy: 'reverse_iron_condor', type: 'iron_condor', legs: 'P1-1 P2+1 C3+1 C4-1' },

  { strategy: 'long_call_calendar', type: 'calendar_spread', legs: 'C1n-1 C1f+1' },
  { strategy: 'short_call_calendar', type: 'calendar_spread', legs: 'C1n+1 C1f-1' },
  { strategy: 'long_put_calendar', type: 'calendar_spread', legs: 'P1n-1 P1f+1' },
  { strategy: 'short_put_calendar', type: 'calendar_spread', legs: 'P1n+1 P1f-1' },
  { strategy: 'double_calendar', type: 'calendar_spread', legs: 'P1n-1 P1f+1 C2n-1 C2f+1' },
  { strategy: 'calendar_straddle', type: 'calendar_spread', legs: 'C1n-1 C1f+1 P1n-1 P1f+1' },
  { strategy: 'long_call_diagonal', type: 'diagonal_spread', legs: 'C1f+1 C2n-1' },
  { strategy: 'long_call_diagonal', type: 'diagonal_spread', legs: 'C2f+1 C1n-1' },
  { strategy: 'short_call_diagonal', type: 'diagonal_spread', legs: 'C1f-1 C2n+1' },
  { strategy: 'short_call_diagonal', type: 'diagonal_spread', legs: 'C2f-1 C1n+1' },
  { strategy: 'long_put_diagonal', type: 'diagonal_spread', legs: 'P2f+1 P1n-1' },
  { strategy: 'long_put_diagonal', type: 'diagonal_spread', legs: 'P1f+1 P2n-1' },
  { strategy: 'short_put_diagonal', type: 'diagonal_spread', legs: 'P2f-1 P1n+1' },
  { strategy: 'short_put_diagonal', type: 'diagonal_spread', legs: 'P1f-1 P2n+1' },
  { strategy: 'double_diagonal', type: 'diagonal_spread', legs: 'P1f+1 P2n-1 C3n-1 C4f+1' },
  { strategy: 'jelly_roll', type: 'jelly_roll', legs: 'C1n-1 C1f+1 P1n+1 P1f-1' },
  { strategy: 'short_jelly_roll', type: 'jelly_roll', legs: 'C1n+1 C1f-1 P1n-1 P1f+1' },

  { strategy: 'jade_lizard', type: 'jade_lizard', legs: 'P1-1 C2-1 C3+1' },
  { strategy: 'reverse_jade_lizard', type: 'jade_lizard', legs: 'P1+1 P2-1 C3-1' },
  { strategy: 'big_lizard', type: 'jade_lizard', legs: 'P1-1 C1-1 C2+1' },
  { strategy: 'reverse_big_lizard', type: 'jade_lizard', legs: 'P1+1 P2-1 C2-1' },
  { strategy: 'bullish_seagull', type: 'seagull', legs: 'P1-1 C2+1 C3-1' },
  { strategy: 'bearish_seagull', type: 'seagull', legs: 'P1-1 P2+1 C3-1' },
  { strategy: 'long_box', type: 'box_spread', legs: 'C1+1 P1-1 C2-1 P2+1' },
  { strategy: 'short_box', type: 'box_spread', legs: 'C1-1 P1+1 C2+1 P2-1' },
]
