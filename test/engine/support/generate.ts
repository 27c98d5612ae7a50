import { Random } from '../../../src/local/alpaca/random'
import { History } from './history'
import { coins, OPTION_STORIES, SHARE_STORIES } from './stories'
import type { StrategyCase } from './strategies'

/** Some underlyings' histories with their true trades: the same for the same seed. */
export function generate(seed: number, strategies: readonly StrategyCase[]): History[] {
  const random = new Random(seed)
  const crypto = new History('BTC/USD', random)
  for (let day = 0; day < 180; day += 5) coins({ history: crypto, random, day, strategies })
  // Shares have underlyings of their own: held shares would cover the short options of other
  // stories.
  const options = ['AAPL', 'SPY', 'QQQ', 'F', 'IWM', 'TSLA'].map((underlying) => {
    const history = new History(underlying, random)
    for (let day = 0; day < 180; day += random.whole(1, 3))
      random.pick(OPTION_STORIES)({ history, random, day, strategies })
    return history
  })
  const shares = ['KO', 'PFE', 'T', 'GM', 'INTC', 'DIS'].map((underlying) => {
    const history = new History(underlying, random)
    for (let day = 0; day < 180; day += random.whole(1, 3))
      day = random.pick(SHARE_STORIES)({ history, random, day, strategies })
    return history
  })
  return [...options, ...shares, crypto]
}
