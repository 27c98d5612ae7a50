import { z } from 'zod'
import structures from './structures.json'

const strategyCase = z.object({
  case: z.string(),
  strategy: z.string(),
  strategy_type: z.string(),
  legs: z.array(
    z.object({
      kind: z.enum(['call', 'put', 'stock', 'crypto']),
      qty: z.number(),
      strike: z.number().optional(),
      expiry: z.enum(['near', 'far']).optional(),
    }),
  ),
})

/** A book around a stock at 100, and the two names that the engine must give it. */
export type StrategyCase = z.infer<typeof strategyCase>

/** One book for each of the 86 named structures (and for the books that have no name). */
export const STRATEGIES: readonly StrategyCase[] = z.array(strategyCase).parse(structures)
