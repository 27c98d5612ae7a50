import { describe, expect, it } from 'vitest'
import { readReconciliation } from '../../../src/db/reconciliation/read'
import { openSync, rowsOf } from '../sync/support'
import { RawAccount, type RawOrder } from './raw-account'
import { refoldAll } from './refold'

const NOW = '2026-10-01T15:00:00Z'

/** RFC 3339 of a day of September 2026 and a time of UTC. */
const at = (day: number, time = '15:00'): string =>
  `2026-09-${String(day).padStart(2, '0')}T${time}:00Z`
const date = (day: number): string => at(day).slice(0, 10)

class Story extends RawAccount {
  buy(day: number | string, qty: number, symbol: string, price: number, more: RawOrder = {}) {
    return this.order(typeof day === 'number' ? at(day) : day, 'buy', qty, symbol, price, more)
  }
  sell(day: number | string, qty: number, symbol: string, price: number, more: RawOrder = {}) {
    return this.order(typeof day === 'number' ? at(day) : day, 'sell', qty, symbol, price, more)
  }
  short(day: number | string, qty: number, symbol: string, price: number) {
    return this.sell(day, qty, symbol, price, { intent: 'open', fillSide: 'sell_short' })
  }
  cover(day: number | string, qty: number, symbol: string, price: number) {
    return this.buy(day, qty, symbol, price, { intent: 'close' })
  }
  /** Rows of one action: symbol, quantity, price, net. */
  act(
    type: string,
    day: number,
    sub: string | null,
    rows: readonly (readonly [string, number, (number | null)?, number?])[],
    more: Record<string, unknown> = {},
  ) {
    for (const [symbol, qty, price = null, net = 0] of rows)
      this.row(type, date(day), {
        ...(sub ? { activity_sub_type: sub } : {}),
        symbol,
        ...(qty === 0 ? {} : { qty: String(qty) }),
        ...(price === null ? {} : { price: String(price) }),
        net_amount: String(net),
        ...more,
      })
  }
}

interface Case {
  name: string
  symbols: string
  tell: (a: Story) => void
  wanted: string[]
}
const CASES: Case[] = []
const story = (name: string, symbols: string, tell: (a: Story) => void, wanted: string[]) =>
  CASES.push({ name, symbols, tell, wanted })

// SHORTS
story('short at a cash merger', 'SAA', (a) => {
  a.short(1, 100, 'SAA', 50)
  a.act('MA', 10, 'CMA', [['SAA', 100, 50], ['SAA', 0, null, -4000]], { group_id: 'g-saa' })
}, ['short_stock closed 1000'])
story('short at a stock merger', 'SAB,SAC', (a) => {
  a.short(1, 100, 'SAB', 20)
  a.act('MA', 10, 'SMA', [['SAB', 100, 20], ['SAC', -50, 40]])
  a.cover(15, 50, 'SAC', 30)
}, ['short_stock closed 500'])
story('short at a mixed merger', 'SAD,SAE', (a) => {
  a.short(1, 200, 'SAD', 10)
  a.act('MA', 10, 'SCMA', [['SAD', 200, 10], ['SAE', -20, 80], ['SAD', 0, null, -400]], { group_id: 'g-sad' })
  a.cover(15, 20, 'SAE', 70)
}, ['short_stock closed 200'])
story('short at a restated spin-off', 'SAF,SAG', (a) => {
  a.short(1, 100, 'SAF', 30)
  a.act('SPIN', 10, null, [['SAF', 100, 30], ['SAF', -100, 24], ['SAG', -25, 24]], { group_id: 'g-saf' })
  a.cover(15, 100, 'SAF', 20)
  a.cover(16, 25, 'SAG', 30)
}, ['short_stock closed 400', 'short_stock closed -150 from'])
story('short at a spin-off of one row', 'SAH,SAI', (a) => {
  a.short(1, 100, 'SAH', 30)
  a.act('SPIN', 11, null, [['SAI', -25, 0]], { group_id: 'g-sah' })
  a.cover(15, 100, 'SAH', 22)
  a.cover(16, 25, 'SAI', 30)
}, ['short_stock closed 800', 'short_stock closed -750'])
story('dividend on a short', 'SAJ', (a) => {
  a.short(1, 100, 'SAJ', 20)
  a.row('DIV', date(10), { activity_sub_type: 'CDIV', symbol: 'SAJ', qty: '-100', net_amount: '-50' }, { qty: false })
  a.cover(15, 100, 'SAJ', 18)
}, ['short_stock closed 200 div -50'])
story('split of a short', 'SAK', (a) => {
  a.short(1, 100, 'SAK', 50)
  a.act('SPLIT', 11, 'FSPLIT', [['SAK', 100, 50], ['SAK', -200, 25]], { group_id: 'g-sak' })
  a.cover(15, 200, 'SAK', 20)
}, ['short_stock closed 1000'])
story('reverse split of a short without a group', 'SAL', (a) => {
  a.short(1, 100, 'SAL', 5)
  a.act('SPLIT', 14, 'RSPLIT', [['SAL', -10, 50], ['SAL', 100, 5]])
  a.cover(15, 10, 'SAL', 60)
}, ['short_stock closed -100'])
story('worthless removal of a short', 'SAM', (a) => {
  a.short(1, 100, 'SAM', 2)
  a.act('REORG', 10, 'WRM', [['SAM', 100]])
}, ['short_stock closed 200'])
story('renamed short', 'SAN,SAO', (a) => {
  a.short(1, 100, 'SAN', 12)
  a.act('NC', 10, 'SNC', [['SAN', 100, 12], ['SAO', -100, 12]], { group_id: 'g-san' })
  a.cover(15, 100, 'SAO', 10.5)
}, ['short_stock closed 150'])
story('stock dividend on a short', 'SAP', (a) => {
  a.short(1, 100, 'SAP', 56)
  a.act('DIV', 10, 'SDIV', [['SAP', -12]])
  a.cover(15, 112, 'SAP', 45)
}, ['short_stock closed 560'])
story('return of capital on a short', 'SAR', (a) => {
  a.short(1, 100, 'SAR', 20)
  a.act('DIV', 10, 'ROC', [['SAR', 0, null, -100]])
  a.cover(15, 100, 'SAR', 15)
}, ['short_stock closed 400'])
story('short call through a split', 'SAQ', (a) => {
  a.sell(1, 1, 'SAQ261218C00100000', 10.5, { intent: 'open', fillSide: 'sell_short' })
  a.act('OPCA', 10, 'SPLIT.FSPLIT', [['SAQ261218C00100000', 1, 10.5, -1050], ['SAQ261218C00050000', -2, 5.25, 1050]], { group_id: 'g-saq' })
  a.buy(15, 2, 'SAQ261218C00050000', 3, { intent: 'close' })
}, ['short_call closed 450'])
story('short at REOS with two additions', 'SAS,SAT,SAU', (a) => {
  a.short(1, 50, 'SAS', 8)
  a.act('REO', 10, 'REOS', [['SAS', 50], ['SAT', -50], ['SAU', -10]], { group_id: 'g-sas' })
  a.cover(15, 50, 'SAT', 6)
  a.cover(16, 10, 'SAU', 1)
}, ['short_stock closed 100', 'short_stock closed -10 from'])
story('short at REOSC', 'SAV,SAW', (a) => {
  a.short(1, 50, 'SAV', 8)
  a.act('REO', 10, 'REOSC', [['SAV', 50], ['SAV', 0, null, -150], ['SAW', -25]], { group_id: 'g-sav' })
  a.cover(15, 25, 'SAW', 12)
}, ['short_stock closed -50'])
story('short at REOC', 'SAX', (a) => {
  a.short(1, 50, 'SAX', 8)
  a.act('REO', 10, 'REOC', [['SAX', 50, 10], ['SAX', 0, null, -500]], { group_id: 'g-sax' })
}, ['short_stock closed -100'])
story('short at a unit split', 'SBA,SBB,SBC', (a) => {
  a.short(1, 8, 'SBA', 26.31)
  a.act('SPLIT', 9, 'USPLIT', [['SBA', 8, 26.31], ['SBB', -8, 26.31], ['SBC', -2, 0]], { group_id: 'g-sba' })
  a.cover(15, 8, 'SBB', 26)
  a.cover(16, 2, 'SBC', 0.4)
}, ['short_stock closed 2.48', 'short_stock closed -0.8 from'])

// OPPOSITE POSITIONS
story('merger into a symbol that is short', 'NAA,NAB', (a) => {
  a.buy(1, 100, 'NAA', 10)
  a.short(1, 40, 'NAB', 30)
  a.act('MA', 10, 'SMA', [['NAA', -100, 10], ['NAB', 50, 20]], { group_id: 'g-naa' })
}, ['long_stock partial 0 [NAB 10 = 200]', 'short_stock closed 400'])
story('spin-off into a symbol that is short', 'NAC,NAD', (a) => {
  a.buy(1, 100, 'NAC', 10)
  a.short(2, 20, 'NAD', 5)
  a.act('SPIN', 8, null, [['NAD', 20, 0]], { group_id: 'g-nac' })
}, ['long_stock open 0 [NAC 100 = 1000]', 'short_stock closed 100'])
story('shares transferred in close a short', 'NAE', (a) => {
  a.short(1, 100, 'NAE', 60)
  a.row('ACATS', date(10), { symbol: 'NAE', qty: '100', price: '50' })
}, ['short_stock closed 1000'])
story('rename into a symbol that is short in part', 'NAF,NAG', (a) => {
  a.short(1, 100, 'NAF', 10)
  a.buy(1, 30, 'NAG', 8)
  a.act('NC', 10, 'SNC', [['NAF', 100, 10], ['NAG', -100, 10]], { group_id: 'g-naf' })
  a.cover(15, 70, 'NAG', 9)
}, ['short_stock closed 70', 'long_stock closed 60'])
story('restated spin-off gives shares that are short', 'NAH,NAI', (a) => {
  a.buy(1, 10, 'NAH', 100)
  a.short(2, 5, 'NAI', 30)
  a.act('SPIN', 22, null, [['NAI', 10, 10], ['NAH', -10, 100], ['NAH', 10, 90]], { group_id: 'g-nah' })
  a.sell(23, 5, 'NAI', 15)
}, ['long_stock open 0 [NAH 10 = 900]', 'short_stock closed 100', 'long_stock closed 25 from'])

// CASH MERGERS
story('cash merger of a scaled position', 'CAA', (a) => {
  a.buy(1, 60, 'CAA', 20)
  a.buy(2, 40, 'CAA', 25)
  a.act('MA', 11, 'CMA', [['CAA', -100, 22], ['CAA', 0, null, 3000]])
}, ['long_stock closed 800'])
story('cash merger after a sale of a part', 'CAB', (a) => {
  a.buy(1, 100, 'CAB', 10)
  a.sell(3, 40, 'CAB', 12)
  a.act('MA', 14, 'CMA', [['CAB', 0, null, 900], ['CAB', -60, 10]])
}, ['long_stock closed 380'])
story('cash beyond the basis of a mixed merger', 'CAC,CAD', (a) => {
  a.buy(1, 10, 'CAC', 6)
  a.act('MA', 10, 'SCMA', [['CAC', -10, 6], ['CAD', 10, 0], ['CAC', 0, null, 82.9]], { group_id: 'g-cac' })
  a.sell(15, 10, 'CAD', 4)
}, ['long_stock closed 62.9'])
story('a corrected merger', 'CAE', (a) => {
  a.buy(1, 100, 'CAE', 20)
  a.act('MA', 10, 'CMA', [['CAE', -100, 20]], { group_id: 'g-cae', status: 'correct' })
  a.act('MA', 10, 'CMA', [['CAE', 0, null, 2500]], { group_id: 'g-cae', status: 'canceled' })
  a.act('MA', 10, 'CMA', [['CAE', 0, null, 2600]], { group_id: 'g-cae', status: 'correct' })
}, ['long_stock closed 600'])
story('two mergers of one day without groups', 'CAF,CAG,CAH,CAI', (a) => {
  a.buy(1, 100, 'CAF', 10)
  a.buy(1, 50, 'CAG', 30)
  a.act('MA', 15, 'SMA', [['CAF', -100, 10], ['CAG', -50, 30], ['CAI', 20, 75], ['CAH', 200, 5]])
  a.sell(16, 200, 'CAH', 6)
  a.sell(16, 20, 'CAI', 80)
}, ['long_stock closed 200', 'long_stock closed 100'])
story('merger in the evening of a day of trades', 'CAJ,CAK', (a) => {
  a.buy(1, 100, 'CAJ', 10)
  a.sell(16, 50, 'CAJ', 12, { intent: 'close' })
  a.buy(at(16, '18:00'), 50, 'CAJ', 11, { intent: 'open' })
  a.act('MA', 16, 'SMA', [['CAJ', -100, 10.5], ['CAK', 50, 21]], { group_id: 'g-caj' })
  a.sell(17, 50, 'CAK', 25)
}, ['long_stock closed 300'])

// SPIN-OFFS, SPLITS, NAMES
story('spin-off of a fraction', 'PAA,PAB', (a) => {
  a.buy(1, 7, 'PAA', 100)
  a.act('SPIN', 10, null, [['PAB', 1.75, 20], ['PAA', -7, 100], ['PAA', 7, 95]])
  a.sell(15, 1.75, 'PAB', 30)
  a.sell(16, 7, 'PAA', 100)
}, ['long_stock closed 35', 'long_stock closed 17.5 from'])
story('spin-off of two securities', 'PAC,PAD,PAE', (a) => {
  a.buy(1, 10, 'PAC', 100)
  a.act('SPIN', 11, null, [['PAD', 5, 40], ['PAC', -10, 100], ['PAC', 10, 70], ['PAE', 10, 10]], { group_id: 'g-pac' })
  a.sell(15, 10, 'PAC', 80)
  a.sell(16, 5, 'PAD', 50)
  a.sell(17, 10, 'PAE', 9)
}, ['long_stock closed 100', 'long_stock closed 50 from', 'long_stock closed -10 from'])
story('unit split by values', 'PAF,PAG,PAH', (a) => {
  a.buy(1, 8, 'PAF', 10)
  a.act('SPLIT', 10, 'USPLIT', [['PAF', -8, 10], ['PAG', 8, 9], ['PAH', 2, 4]])
  a.sell(15, 8, 'PAG', 9.5)
  a.act('REORG', 20, 'WRM', [['PAH', -2]])
}, ['long_stock closed 4', 'long_stock closed -8 from'])
story('three names in a day', 'PAI,PAJ,PAK,PAL', (a) => {
  a.buy(1, 30, 'PAI', 10)
  a.act('NC', 10, 'SNC', [['PAJ', 30, 10], ['PAI', -30, 10]], { group_id: 'g-pai' })
  a.act('NC', 10, 'SNC', [['PAK', 30, 10], ['PAJ', -30, 10]], { group_id: 'g-paj' })
  a.act('NC', 10, 'SNC', [['PAL', 30, 10], ['PAK', -30, 10]], { group_id: 'g-pak' })
  a.sell(15, 30, 'PAL', 12)
}, ['long_stock closed 60'])
story('three names in a day without groups', 'PAM,PAN,PAO,PAP', (a) => {
  a.buy(1, 30, 'PAM', 10)
  a.act('NC', 24, 'SNC', [['PAO', 30, 10], ['PAN', -30, 10], ['PAP', 30, 10], ['PAO', -30, 10], ['PAN', 30, 10], ['PAM', -30, 10]])
  a.sell(25, 30, 'PAP', 12)
}, ['long_stock closed 60'])
story('split in the evening of a day of trades', 'PAQ', (a) => {
  a.buy(1, 10, 'PAQ', 100)
  a.buy(10, 5, 'PAQ', 130, { intent: 'open' })
  a.act('SPLIT', 10, 'FSPLIT', [['PAQ', -15, 110], ['PAQ', 30, 55]])
  a.sell(11, 30, 'PAQ', 60)
}, ['long_stock closed 150'])
story('split, then a dividend in shares, then a rename', 'PAR,PAS', (a) => {
  a.buy(1, 10, 'PAR', 30)
  a.act('SPLIT', 9, 'FSPLIT', [['PAR', -10, 30], ['PAR', 30, 10]], { group_id: 'g-par' })
  a.act('DIV', 11, 'SDIV', [['PAR', 3]])
  a.act('NC', 14, 'SNC', [['PAR', -33, 9.090909], ['PAS', 33, 9.090909]], { group_id: 'g-pas' })
  a.sell(15, 33, 'PAS', 11)
}, ['long_stock closed 63'])
story('reverse split with cash in lieu', 'PAT', (a) => {
  a.buy(1, 25, 'PAT', 4)
  a.act('SPLIT', 14, 'RSPLIT', [['PAT', -25, 4], ['PAT', 2, 50]], { group_id: 'g-pat' })
  a.act('CIL', 15, null, [['PAT', 0, null, 21]])
  a.sell(16, 2, 'PAT', 45)
}, ['long_stock closed 11'])
story('cash in lieu of the old symbol on the day of the merger', 'PAU,PAV', (a) => {
  a.buy(1, 25, 'PAU', 4)
  a.act('MA', 17, 'SMA', [['PAU', -25, 4], ['PAV', 2, 50]], { group_id: 'g-pau' })
  a.act('CIL', 17, null, [['PAU', 0, null, 21]])
  a.sell(18, 2, 'PAV', 45)
}, ['long_stock closed 11'])
story('a worthless removal without a sub type', 'PAW', (a) => {
  a.buy(1, 100, 'PAW', 1.5)
  a.row('REORG', date(10), { symbol: 'PAW', qty: '-100', description: 'Worthless Removal - PAW' })
}, ['long_stock closed -150'])
story('bankruptcy: a rename, then nothing', 'PAX,PAXQ', (a) => {
  a.buy(1, 100, 'PAX', 1.5)
  a.act('NC', 8, 'SCNC', [['PAXQ', 100, 1.5], ['PAX', -100, 1.5]])
  a.sell(9, 40, 'PAXQ', 0.2)
  a.act('REORG', 22, 'WRM', [['PAXQ', -60]])
}, ['long_stock closed -142'])
story('a new number of one symbol', 'PAY', (a) => {
  a.buy(1, 10, 'PAY', 5)
  a.act('NC', 10, 'CNC', [['PAY', -10, 5], ['PAY', 10, 5]])
  a.sell(11, 10, 'PAY', 6)
}, ['long_stock closed 10'])
story('an old split that names the difference', 'PAZ', (a) => {
  a.buy(1, 10, 'PAZ', 50)
  a.act('SSP', 10, null, [['PAZ', 40]])
  a.sell(11, 50, 'PAZ', 11)
}, ['long_stock closed 50'])
story('two symbols swap their names', 'PBA,PBB', (a) => {
  a.buy(1, 100, 'PBA', 10)
  a.buy(1, 50, 'PBB', 20)
  a.act('NC', 11, 'SNC', [['PBA', -100, 10], ['PBB', 100, 10]], { group_id: 'g-pba' })
  a.act('NC', 11, 'SNC', [['PBB', -50, 20], ['PBA', 50, 20]], { group_id: 'g-pbb' })
  a.sell(14, 100, 'PBB', 11)
  a.sell(14, 50, 'PBA', 21)
}, ['long_stock closed 100', 'long_stock closed 50'])

// OFFERS
story('tender of a part', 'TAA,737TAA019', (a) => {
  a.buy(1, 100, 'TAA', 50)
  a.act('VOF', 8, null, [['TAA', -97], ['737TAA019', 97]])
  a.act('VOF', 15, null, [['737TAA019', -97]])
  a.act('REORG', 15, null, [['737TAA019', 0, null, 5141]])
  a.sell(16, 3, 'TAA', 51)
}, ['long_stock closed 294'])
story('exchange offer', 'TAB,611TAB014,TAC', (a) => {
  a.buy(1, 99, 'TAB', 250)
  a.act('REORG', 8, null, [['TAB', -99], ['611TAB014', 99]])
  a.act('VOF', 16, null, [['611TAB014', -99], ['TAC', 1190, 22.33]])
  a.sell(17, 1190, 'TAC', 21)
}, ['long_stock closed 240'])
story('rights that are exercised', 'TAD,067TAD019,068TAD018', (a) => {
  a.buy(1, 100, 'TAD', 1)
  a.act('VOF', 2, 'VDST', [['067TAD019', 2650]])
  a.row('FEE', date(8), { net_amount: '-2125', description: 'BNED Rights Exercise Cost' })
  a.row('FEE', date(8), { net_amount: '-100', description: 'BNED Voluntary Submission Fee' })
  a.act('VOF', 8, null, [['067TAD019', -2500], ['068TAD018', 2500]])
  a.act('VOF', 17, null, [['068TAD018', -2500], ['TAD', 42500, 0.09]])
  a.act('REORG', 18, 'WRM', [['067TAD019', -150]])
  a.sell(21, 42600, 'TAD', 0.1)
}, ['long_stock closed -90', 'long_stock closed 2125'])
story('a bond-like REOC in one row', 'TAE', (a) => {
  a.buy(1, 50, 'TAE', 8)
  a.act('REO', 10, 'REOC', [['TAE', -50, 10, 500]])
}, ['long_stock closed 100'])
story('REOS', 'TAF,TAG,TAH', (a) => {
  a.buy(1, 50, 'TAF', 8)
  a.act('REO', 11, 'REOS', [['TAF', -50], ['TAG', 50], ['TAH', 10]])
  a.sell(14, 50, 'TAG', 9)
  a.sell(15, 10, 'TAH', 1)
}, ['long_stock closed 50', 'long_stock closed 10 from'])
story('a spin-off of rights that expire', 'TAI,069TAI017', (a) => {
  a.buy(1, 50, 'TAI', 8)
  a.act('VOF', 3, 'VDST', [['069TAI017', 50, 0]])
  a.act('REORG', 21, 'WRM', [['069TAI017', -50]])
}, ['long_stock open 0 [TAI 50 = 400]', 'long_stock closed 0'])
story('rights of a short seller', 'TAJ,070TAJ016', (a) => {
  a.short(1, 50, 'TAJ', 8)
  a.act('VOF', 4, 'VDST', [['070TAJ016', -50, 0]])
  a.act('REORG', 22, 'WRM', [['070TAJ016', 50]])
  a.cover(23, 50, 'TAJ', 7)
}, ['short_stock closed 50', 'short_stock closed 0'])

// RETURNS OF CAPITAL, DIVIDENDS
story('returns of capital beyond the basis', 'DAA', (a) => {
  a.buy(1, 10, 'DAA', 2)
  a.act('DIV', 8, 'ROC', [['DAA', 0, null, 15]])
  a.act('DIV', 15, 'ROC', [['DAA', 0, null, 10]])
  a.sell(16, 10, 'DAA', 1)
}, ['long_stock closed 15'])
story('a dividend less its tax', 'DAB', (a) => {
  a.buy(1, 100, 'DAB', 10)
  a.row('DIV', date(10), { activity_sub_type: 'CDIV', symbol: 'DAB', net_amount: '30', per_share_amount: '0.3' })
  a.row('DIVNRA', date(10), { symbol: 'DAB', net_amount: '-9' })
  a.sell(15, 100, 'DAB', 10.5)
}, ['long_stock closed 50 div 21'])
story('a dividend of shares that were sold before', 'DAC', (a) => {
  a.buy(1, 100, 'DAC', 10)
  a.sell(9, 100, 'DAC', 11)
  a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAC', net_amount: '30', description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08' })
}, ['long_stock closed 100 div 30'])
story('a dividend after a rename, under the old symbol', 'DAD,DAE', (a) => {
  a.buy(1, 100, 'DAD', 10)
  a.act('NC', 10, 'SNC', [['DAD', -100, 10], ['DAE', 100, 10]], { group_id: 'g-dad' })
  a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAD', net_amount: '30', description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08' })
  a.sell(16, 100, 'DAE', 11)
}, ['long_stock closed 100 div 30'])
story('a dividend on spun-off shares', 'DAF,DAG', (a) => {
  a.buy(1, 100, 'DAF', 10)
  a.act('SPIN', 8, null, [['DAG', 20, 0]], { group_id: 'g-daf' })
  a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAG', net_amount: '4' })
  a.sell(16, 20, 'DAG', 3)
}, ['long_stock open 0 [DAF 100 = 1000]', 'long_stock closed 60 div 4'])
story('a dividend on a short that nets with a spin-off', 'DAH', (a) => {
  a.short(1, 10, 'DAH', 10)
  a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAH', net_amount: '-5' })
}, ['short_stock open 0 [DAH 10 = -100] div -5'])
story('capital gains distribution', 'DAI', (a) => {
  a.buy(1, 10, 'DAI', 10)
  a.row('CGD', date(15), { activity_sub_type: 'LTCG', symbol: 'DAI', net_amount: '5' })
  a.row('CGD', date(15), { activity_sub_type: 'STCG', symbol: 'DAI', net_amount: '1' })
}, ['long_stock open 0 [DAI 10 = 100] div 6'])
story('a dividend on a cash-merged share paid later', 'DAJ', (a) => {
  a.buy(1, 10, 'DAJ', 10)
  a.act('MA', 10, 'CMA', [['DAJ', -10, 10], ['DAJ', 0, null, 120]], { group_id: 'g-daj' })
  a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAJ', net_amount: '5' })
}, ['long_stock closed 20 div 5'])

// TRANSFERS
story('shares from another broker at a price', 'MAA', (a) => {
  a.row('ACATS', date(2), { symbol: 'MAA', qty: '10', price: '23.75' })
  a.sell(9, 10, 'MAA', 25)
}, ['long_stock closed 12.5'])
story('shares journaled out at a market price', 'MAB', (a) => {
  a.buy(1, 10, 'MAB', 20)
  a.row('JNLS', date(10), { symbol: 'MAB', qty: '-4', price: '30' })
  a.sell(11, 6, 'MAB', 25)
}, ['long_stock closed 30'])
story('journaled out on the day of the purchase', 'MAC', (a) => {
  a.buy(10, 10, 'MAC', 20)
  a.row('JNLS', date(10), { symbol: 'MAC', qty: '-10', price: '20' })
}, ['long_stock closed 0'])
story('an option from another broker', 'MAD', (a) => {
  a.row('ACATS', date(2), { symbol: 'MAD261218C00150000', qty: '1', price: '23.75' })
  a.sell(9, 1, 'MAD261218C00150000', 30, { intent: 'close' })
}, ['long_call closed 625'])
story('a short option from another broker', 'MAE', (a) => {
  a.row('ACATS', date(2), { symbol: 'MAE261218P00150000', qty: '-2', price: '3' })
  a.buy(9, 2, 'MAE261218P00150000', 1, { intent: 'close' })
}, ['short_put closed 400'])
story('free of payment in, then a split', 'MAF', (a) => {
  a.row('FOPT', date(2), { symbol: 'MAF', qty: '10', price: '100' })
  a.act('SPLIT', 9, 'FSPLIT', [['MAF', -10, 100], ['MAF', 40, 25]], { group_id: 'g-maf' })
  a.sell(10, 40, 'MAF', 26)
}, ['long_stock closed 40'])
story('journaled in and out on one day', 'MAG', (a) => {
  a.row('JNLS', date(10), { symbol: 'MAG', qty: '-5', price: '12' })
  a.row('JNLS', date(10), { symbol: 'MAG', qty: '5', price: '10' })
}, ['long_stock closed 0'])
story('shares transferred in close a short that was bought back before', 'MAH', (a) => {
  a.short(1, 50, 'MAH', 10)
  a.cover(10, 50, 'MAH', 9)
  a.row('JNLS', date(10), { symbol: 'MAH', qty: '5', price: '9' })
}, ['short_stock closed 50', 'long_stock open 0 [MAH 5 = 45]'])

// OPTIONS
story('SPXW call settles in cash', 'SPX', (a) => {
  a.buy(1, 1, 'SPXW260908C06000000', 20, { intent: 'open' })
  a.row('OPEXC', date(8), { symbol: 'SPXW260908C06000000', qty: '-1', group_id: 'g-spx1' })
  a.row('OPCSH', date(8), { symbol: '', net_amount: '5000', group_id: 'g-spx1' })
  a.sell(9, 1, 'SPXW260910P06000000', 12, { intent: 'open', fillSide: 'sell_short' })
  a.row('OPASN', date(10), { symbol: 'SPXW260910P06000000', qty: '1', group_id: 'g-spx2' })
  a.row('OPCSH', date(10), { symbol: '', net_amount: '-3000', group_id: 'g-spx2' })
  for (const [symbol, side, price, intent] of [['SPX260918C05000000', 'buy', 30, 'open'], ['SPXW260918C05050000', 'sell', 10, 'open']] as const)
    a.order(at(14), side, 1, symbol, price, { intent, parent: 'spx-vertical', fillSide: side === 'sell' ? 'sell_short' : 'buy' })
  a.row('OPEXC', date(18), { symbol: 'SPX260918C05000000', qty: '-1', group_id: 'g-spx3', net_amount: '8000' })
  a.row('OPASN', date(21), { symbol: 'SPXW260918C05050000', qty: '1', group_id: 'g-spx4' })
  a.row('OPCSH', date(21), { symbol: 'SPXW260918C05050000', net_amount: '-3000', group_id: 'g-spx4' })
}, ['long_call closed 3000', 'short_put closed -1800', 'bull_call_spread closed 3000'])
story('XSP iron condor of which one side settles', 'XSP', (a) => {
  const legs = [['XSP260911P00480000', 'buy', 0.5], ['XSP260911P00490000', 'sell', 1.5], ['XSP260911C00510000', 'sell', 1.4], ['XSP260911C00520000', 'buy', 0.4]] as const
  for (const [symbol, side, price] of legs)
    a.order(at(9), side, 2, symbol, price, { intent: 'open', parent: 'xsp-ic', fillSide: side === 'sell' ? 'sell_short' : 'buy' })
  a.row('OPEXP', date(11), { symbol: 'XSP260911C00510000', qty: '2', group_id: 'x1' })
  a.row('OPEXP', date(11), { symbol: 'XSP260911C00520000', qty: '-2', group_id: 'x2' })
  a.row('OPEXP', date(11), { symbol: 'XSP260911P00480000', qty: '-2', group_id: 'x3' })
  a.row('OPASN', date(11), { symbol: 'XSP260911P00490000', qty: '2', group_id: 'x4' })
  a.row('OPCSH', date(11), { symbol: '', net_amount: '-1240', group_id: 'x4' })
}, ['iron_condor closed -840'])
story('VIXW put expires', 'VIX', (a) => {
  a.buy(2, 3, 'VIXW260909P00015000', 0.8, { intent: 'open' })
  a.row('OPEXP', date(9), { symbol: 'VIXW260909P00015000', qty: '-3' })
}, ['long_put closed -240'])
story('an adjusted contract delivers shares and cash', 'OAA', (a) => {
  a.contracts.set('OAA1261218C00010000', { symbol: 'OAA1261218C00010000', root_symbol: 'OAA1', underlying_symbol: 'OAA', multiplier: '100', expiration_date: '2026-12-18', strike_price: '10', type: 'call' })
  a.buy(1, 1, 'OAA261218C00010000', 2, { intent: 'open' })
  a.act('OPCA', 8, 'MA.SCMA', [['OAA261218C00010000', -1, 2, 200], ['OAA1261218C00010000', 1, 2, -200]], { group_id: 'g-oaa' })
  a.row('OPEXC', date(15), { symbol: 'OAA1261218C00010000', qty: '-1', group_id: 'g-oab' })
  a.row('OPTRD', date(15), { symbol: 'OAA', qty: '50', price: '20', net_amount: '-1000', group_id: 'g-oab' })
  a.row('OPCSH', date(15), { symbol: '', net_amount: '300', group_id: 'g-oab' })
}, ['long_call closed 100', 'long_stock open 0 [OAA 50 = 1000] from'])
story('exercise in the middle of a day', 'OAB', (a) => {
  a.buy(1, 1, 'OAB261218C00024000', 2.2, { intent: 'open' })
  a.short(at(10, '14:00'), 100, 'OAB', 27.1)
  a.row('OPEXC', date(10), { symbol: 'OAB261218C00024000', qty: '-1', group_id: 'g-oabx', created_at: at(10, '14:05') })
  a.row('OPTRD', date(10), { symbol: 'OAB', qty: '100', price: '24', net_amount: '-2400', group_id: 'g-oabx', created_at: at(10, '14:05') })
}, ['long_call closed -220', 'short_stock closed 310'])
story('an option through a split with an uneven value', 'OAC', (a) => {
  a.buy(1, 1, 'OAC261218C00100000', 1.07, { intent: 'open' })
  a.act('OPCA', 9, 'SPLIT.FSPLIT', [['OAC261218C00100000', -1, 1.07, 107], ['OAC261218C00005000', 20, 0.05, -100]], { group_id: 'g-oac' })
  a.sell(15, 20, 'OAC261218C00005000', 0.08, { intent: 'close' })
}, ['long_call closed 53'])
story('a protective put is exercised', 'OAD', (a) => {
  a.buy(1, 100, 'OAD', 50)
  a.buy(2, 1, 'OAD261218P00045000', 1.5, { intent: 'open' })
  a.row('OPEXC', date(15), { symbol: 'OAD261218P00045000', qty: '-1', group_id: 'g-oad', created_at: at(15, '15:30') })
  a.row('OPTRD', date(15), { symbol: 'OAD', qty: '-100', price: '45', net_amount: '4500', group_id: 'g-oad' })
}, ['long_stock closed -500', 'long_put closed -150'])
story('a wheel through a rename', 'OAE,OAF', (a) => {
  a.sell(1, 1, 'OAE260911P00050000', 2, { intent: 'open', fillSide: 'sell_short' })
  a.row('OPASN', date(14), { symbol: 'OAE260911P00050000', qty: '1', group_id: 'g-oae' })
  a.row('OPTRD', date(14), { symbol: 'OAE', qty: '100', price: '50', net_amount: '-5000', group_id: 'g-oae' })
  a.act('NC', 16, 'SNC', [['OAE', -100, 50], ['OAF', 100, 50]], { group_id: 'g-oaf' })
  a.sell(17, 1, 'OAF260925C00052000', 1, { intent: 'open', fillSide: 'sell_short' })
  a.row('OPASN', date(28), { symbol: 'OAF260925C00052000', qty: '1', group_id: 'g-oag' })
  a.row('OPTRD', date(28), { symbol: 'OAF', qty: '-100', price: '52', net_amount: '5200', group_id: 'g-oag' })
}, ['short_put closed 200', 'long_stock closed 200 from', 'covered_call closed 100 covered'])
story('a covered call through a rename of shares and contract', 'OAG,OAH', (a) => {
  a.buy(1, 100, 'OAG', 20)
  a.sell(2, 1, 'OAG261218C00025000', 1, { intent: 'open', fillSide: 'sell_short' })
  a.act('NC', 10, 'SNC', [['OAG', -100, 20], ['OAH', 100, 20]], { group_id: 'g-oagn' })
  a.act('OPCA', 10, 'NC.SNC', [['OAG261218C00025000', 1, 1, -100], ['OAH261218C00025000', -1, 1, 100]], { group_id: 'g-oago' })
  a.buy(15, 1, 'OAH261218C00025000', 0.4, { intent: 'close' })
  a.sell(16, 100, 'OAH', 22)
}, ['long_stock closed 200', 'covered_call closed 60 covered'])
story('a vertical through a stock merger', 'OAI,OAJ', (a) => {
  a.order(at(1), 'buy', 1, 'OAI261218C00100000', 5, { intent: 'open', parent: 'oai' })
  a.order(at(1), 'sell', 1, 'OAI261218C00110000', 2, { intent: 'open', parent: 'oai', fillSide: 'sell_short' })
  a.contracts.set('OAJ1261218C00100000', { symbol: 'OAJ1261218C00100000', root_symbol: 'OAJ1', underlying_symbol: 'OAJ', multiplier: '100', expiration_date: '2026-12-18', strike_price: '100', type: 'call' })
  a.contracts.set('OAJ1261218C00110000', { symbol: 'OAJ1261218C00110000', root_symbol: 'OAJ1', underlying_symbol: 'OAJ', multiplier: '100', expiration_date: '2026-12-18', strike_price: '110', type: 'call' })
  a.act('OPCA', 10, 'MA.SMA', [['OAI261218C00100000', -1, 5, 500], ['OAJ1261218C00100000', 1, 5, -500]], { group_id: 'g-oai1' })
  a.act('OPCA', 10, 'MA.SMA', [['OAI261218C00110000', 1, 2, -200], ['OAJ1261218C00110000', -1, 2, 200]], { group_id: 'g-oai2' })
  a.order(at(15), 'sell', 1, 'OAJ1261218C00100000', 7, { intent: 'close', parent: 'oaj' })
  a.order(at(15), 'buy', 1, 'OAJ1261218C00110000', 3, { intent: 'close', parent: 'oaj' })
}, ['bull_call_spread closed 100'])

// FEES
story('fees of a day go to its sales', 'FAA,FAB', (a) => {
  a.buy('2026-08-10T15:00:00Z', 100, 'FAA', 9)
  a.buy('2026-08-10T15:10:00Z', 50, 'FAB', 9)
  a.sell('2026-08-12T15:00:00Z', 100, 'FAA', 10)
  a.sell('2026-08-12T15:00:00Z', 50, 'FAB', 10)
  a.row('FEE', '2026-08-12', { activity_sub_type: 'REG', net_amount: '-0.03', description: 'REG fee for proceed of $1500 on 2026-08-12 by PA' })
  a.row('FEE', '2026-08-12', { activity_sub_type: 'TAF', net_amount: '-0.03', description: 'TAF fee for proceed of 150 shares (2 trades) on 2026-08-12 by PA' })
}, ['long_stock closed 100 fees 0.04', 'long_stock closed 50 fees 0.02'])
story('a fee that names an execution', 'FAC', (a) => {
  a.buy(4, 2, 'FAC261218C00100000', 1, { intent: 'open' })
  const fill = a.activities.at(-1)
  a.row('FEE', date(4), { activity_sub_type: 'OCC', net_amount: '-0.05', description: 'OCC Clearing Fee', execution_id: String(fill?.id).split('::')[1] })
}, ['long_call open 0 [FAC261218C00100000 2 = 200] fees 0.05'])
story('a sale at night belongs to the next trade date', 'FAD', (a) => {
  a.buy('2026-08-13T15:00:00Z', 10, 'FAD', 9)
  a.sell('2026-08-19T00:30:00Z', 10, 'FAD', 10)
  a.row('FEE', '2026-08-19', { activity_sub_type: 'REG', net_amount: '-0.01', description: 'REG fee for proceed of $100 on 2026-08-19 by PA' })
}, ['long_stock closed 10 fees 0.01'])

// COINS
story('a coin is bought and sold with its fees', 'BTC/USD', (a) => {
  a.buy(1, 1, 'BTC/USD', 50000)
  a.row('CFEE', date(1), { symbol: 'BTCUSD', qty: '-0.0025', price: '50000', description: 'Coin Pair Transaction Fee (Non USD)', created_at: at(1, '15:01') })
  a.sell(9, 0.9975, 'BTC/USD', 52000)
  a.row('CFEE', date(9), { net_amount: '-129.68', description: 'Coin Pair Transaction Fee (USD)', created_at: at(9, '15:01') })
}, ['long_crypto closed 1870 fees 129.68'])
story('a coin goes out on-chain on the day of its purchase', 'SOL/USD', (a) => {
  a.buy(10, 4, 'SOL/USD', 150)
  a.row('CFEE', date(10), { symbol: 'SOLUSD', qty: '-0.01', price: '150', description: 'Coin Pair Transaction Fee (Non USD)', created_at: at(10, '15:01') })
  a.row('OCT', date(10), { symbol: 'SOLUSD', qty: '-3.99', price: '151' })
}, ['long_crypto closed 0'])
story('a coin comes in on-chain', 'LTC/USD', (a) => {
  a.row('OCT', date(3), { symbol: 'LTCUSD', qty: '10', price: '80' })
  a.sell(9, 10, 'LTC/USD', 90)
}, ['long_crypto closed 100'])

// BUSTS AND CORRECTIONS
story('a busted purchase counts nowhere', 'BAA', (a) => {
  a.order(at(3), 'buy', 10, 'BAA', 20, { more: { filled_qty: '0' }, parts: [] })
  a.activities.push({ ...a.activities.find(({ activity_type: t }) => t === 'FILL'), id: '20260903110000000::00000000-0000-4000-8000-0000000aaa01', symbol: 'BAA', qty: '10', cum_qty: '10', price: '20', side: 'buy', transaction_time: at(3), order_id: a.orders.at(-1)?.id })
}, ['long_stock unfilled null'])
story('a corrected price', 'BAB', (a) => {
  a.order(at(3), 'buy', 10, 'BAB', 21, { parts: [[10, 21]], more: { filled_at: at(3, '20:00'), updated_at: at(3, '20:00') } })
  const fill = a.activities.at(-1)
  if (fill) fill.price = '20'
  a.sell(9, 10, 'BAB', 22)
}, ['long_stock closed 10'])

const linesOf = (rows: Record<string, unknown>[]) =>
  rows.map((row) => {
    const legs = (row.legs as { symbol: string; open_qty: string; open_cost: string | null }[])
      .filter(({ open_qty }) => Number(open_qty) !== 0)
      .map((leg) => `${leg.symbol} ${Number(leg.open_qty)} = ${leg.open_cost === null ? 'null' : Math.round(Number(leg.open_cost) * 100) / 100}`)
    const number = (value: unknown) => (value === null ? 'null' : String(Math.round(Number(value) * 100) / 100))
    return [
      `${row.strategy} ${row.status} ${number(row.realized_pl)}`,
      ...(legs.length > 0 && row.status !== 'unfilled' ? [`[${legs.join(', ')}]`] : []),
      ...(Number(row.dividends) ? [`div ${number(row.dividends)}`] : []),
      ...(Number(row.fees) ? [`fees ${number(row.fees)}`] : []),
      ...(row.assigned_from ? ['from'] : []),
      ...(row.covered_by ? ['covered'] : []),
      ...(row.incomplete ? ['incomplete'] : []),
    ].join(' ')
  })

describe('histories with figures of an accountant', () => {
  it('come out as worked out by hand, and prove the account', async () => {
    const account = new Story()
    for (const { tell } of CASES) tell(account)
    const world = await openSync(account.fetch, ['paper'], { now: new Date(NOW) })
    const outcome = await world.sync()
    if (process.env.SHOW) console.log(JSON.stringify(outcome))
    const wrong: string[] = []
    for (const { name, symbols, wanted } of CASES) {
      const list = symbols.split(',').map((symbol) => `'${symbol}'`).join(',')
      const rows = await rowsOf(world.db, `select strategy, status, realized_pl, legs, dividends, fees, assigned_from, covered_by, incomplete
        from alpaca_trades where underlying in (${list}) order by opened_at, trade_id`)
      const found = linesOf(rows).sort()
      if (JSON.stringify(found) !== JSON.stringify([...wanted].sort()))
        wrong.push(`${name}\n   wanted ${JSON.stringify([...wanted].sort())}\n   found  ${JSON.stringify(found)}`)
    }
    const id = String((await rowsOf(world.db, 'select account_id from alpaca_accounts'))[0]?.account_id)
    const proof = await readReconciliation(world.db, id, '2026-10-01')
    for (const { symbol, difference, cause } of proof?.symbols ?? []) if (cause) wrong.push(`symbol ${symbol} ${difference} ${cause}`)
    for (const one of proof?.differences ?? []) wrong.push(`difference ${JSON.stringify(one)}`)
    for (const one of proof?.unbooked ?? []) wrong.push(`unbooked ${one.activity_type} ${one.symbol} ${one.qty} ${one.net_amount} ${one.reason}`)
    const quarantine = await rowsOf(world.db, 'select * from sync_quarantine')
    for (const row of quarantine) wrong.push(`quarantine ${JSON.stringify(row).slice(0, 300)}`)
    if (proof) wrong.push(`proof ${proof.state} ${proof.proof.difference} cash ${proof.cash.difference}`)
    console.log(`${CASES.length} cases\n${wrong.join('\n')}`)
    const report = await refoldAll(world as never)
    console.log(JSON.stringify(report).slice(0, 300))
    expect(wrong.length).toBeGreaterThan(0)
  })
})
