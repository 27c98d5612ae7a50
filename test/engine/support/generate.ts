import { Random } from '../../../src/local/alpaca/random'
import { History } from './history'
import { coins, OPTION_STORIES, SHARE_STORIES } from './stories'
import type { StrategyCase } from './strategies'

/** Some underlyings' histories with their true trades: the same for the same seed. */
export function generate(seed: number, strategies: readonly StrategyCase[]): History[] {
  const random = new Random(seed)
  const crypto = new History('BTC/USD', random)
  for (let day = 0; day < 180; day += 5) coins({ history: crypto, random, day, strategies })
  const others = ['AAPL', 'SPY', 'QQQ', 'F', 'IWM', 'TSLA'].map((underlying) => {
    const history = new History(underlying, random)
    let freeOfShares = 0
    for (let day = 0; day < 180; day += random.whole(1, 3)) {
      random.pick(OPTION_STORIES)({ history, random, day, strategies })
      if (day < freeOfShares) continue
      freeOfShares = random.pick(SHARE_STORIES)({ history, random, day, strategies }) + 1
    }
    return history
  })
  return [...others, crypto]
}
