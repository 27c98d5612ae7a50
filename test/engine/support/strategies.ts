import { z } from 'zod'

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

/** One case of the design's strategies: a book around a stock at 100, and the names it has. */
export type StrategyCase = z.infer<typeof strategyCase>

/** Read when the tests are bundled, because workerd has no files. */
const found = import.meta.glob('../../../../shared/design/strategies.json', {
  eager: true,
  import: 'default',
})

/** The design's `strategies.json`; empty where it does not lie beside the project. */
export const STRATEGIES: readonly StrategyCase[] = Object.values(found).flatMap((file) =>
  z.array(strategyCase).parse(file),
)
