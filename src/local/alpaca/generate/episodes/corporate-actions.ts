import type { Reorganization } from '../../reorganizations'
import type { Script } from './script'

/** Before the opening, when corporate actions are booked. */
const BEFORE_OPENING = '06:31:06'

function reorganize(script: Script, day: number, action: Omit<Reorganization, 'at'>): void {
  script.on([day, BEFORE_OPENING], (broker, at) => broker.reorganize({ ...action, at }))
}

/** Mergers for cash, for stock, and for both. */
export function mergers(script: Script): void {
  script.buy([0, '10:01:00'], 'JNPR', '50', '36.20')
  reorganize(script, 12, {
    symbol: 'JNPR',
    type: 'MA',
    subType: 'CMA',
    description: 'Cash Merger $40 per share',
    cashPerShare: '40',
  })

  script.buy([0, '10:03:00'], 'MRO', '40', '26.00')
  reorganize(script, 14, {
    symbol: 'MRO',
    type: 'MA',
    subType: 'SMA',
    description: 'Stock Merger 0.255 COP for 1 MRO',
    added: [{ symbol: 'COP', ratio: '0.255' }],
  })
  script.sell([20, '11:00:00'], 'COP', '10.2', '104.10')

  script.buy([0, '10:05:00'], 'ANSS', '4', '330.00')
  reorganize(script, 16, {
    symbol: 'ANSS',
    type: 'MA',
    subType: 'SCMA',
    description: 'Stock Cash Merger 0.345 SNPS and $197 for 1 ANSS',
    added: [{ symbol: 'SNPS', ratio: '0.345' }],
    cashPerShare: '197',
  })
  script.on([17, '09:35:00'], (broker) => broker.mark('SNPS', '486.40'))
}

/** Spin-offs: one whose rows restate the parent's cost, one that brings shares without cost. */
export function spinOffs(script: Script): void {
  script.buy([0, '10:11:00'], 'MMM', '20', '100.00')
  reorganize(script, 8, {
    symbol: 'MMM',
    type: 'SPIN',
    description: 'ADD, Cost basis adjustment for source company',
    source: 'restated',
    added: [{ symbol: 'SOLV', ratio: '0.25', costShare: '0.16' }],
  })
  script.sell([10, '10:20:00'], 'SOLV', '5', '66.00')
  script.sell([12, '10:20:00'], 'MMM', '20', '92.50')

  script.buy([0, '10:13:00'], 'WDC', '30', '48.00')
  reorganize(script, 9, {
    symbol: 'WDC',
    type: 'SPIN',
    description: 'Spin Off 0.5 SNDK for 1 WDC',
    source: 'kept',
    added: [{ symbol: 'SNDK', ratio: '0.5', costShare: '0' }],
  })
  script.sell([11, '10:21:00'], 'SNDK', '15', '37.00')
  script.sell([13, '10:21:00'], 'WDC', '30', '44.10')
}

/** A split, a reverse split with cash for the fraction, a stock dividend. */
export function splits(script: Script): void {
  script.buy([0, '10:15:00'], 'ANET', '10', '380.00')
  script.on([6, BEFORE_OPENING], (broker, at) => {
    broker.split('ANET', { at, from: '1', to: '4' })
    broker.mark('ANET', '96.30')
  })
  script.sell([9, '10:31:00'], 'ANET', '40', '97.20')

  script.buy([0, '10:17:00'], 'LCID', '33', '2.40')
  script.on([7, BEFORE_OPENING], (broker, at) => {
    broker.split('LCID', { at, from: '11', to: '1' })
    broker.mark('LCID', '21.90')
  })
  reorganize(script, 8, {
    symbol: 'LCID',
    type: 'CIL',
    description: 'Cash in Lieu',
    source: 'kept',
    cashPerShare: '2.21',
  })
  script.sell([10, '10:33:00'], 'LCID', '3', '22.40')

  script.buy([0, '10:19:00'], 'TR', '100', '30.90')
  reorganize(script, 9, {
    symbol: 'TR',
    type: 'DIV',
    subType: 'SDIV',
    description: 'Stock DIV @ 1.03, Pos QTY: 100',
    source: 'kept',
    added: [{ symbol: 'TR', ratio: '0.03', costShare: '0' }],
    isPriced: false,
  })
  script.sell([15, '10:33:00'], 'TR', '103', '31.40')
}

/** A new symbol, a new CUSIP, both; then what was renamed is removed as worthless. */
export function names(script: Script): void {
  script.buy([0, '10:21:00'], 'YTEN', '12', '9.99')
  script.buy([0, '10:23:00'], 'SIRI', '25', '22.80')
  script.buy([0, '10:25:00'], 'SQ', '8', '84.00')
  script.on([5, BEFORE_OPENING], (broker, at) => {
    broker.renameShares('YTEN', { at, to: 'YTENQ', isGrouped: false })
    broker.renameShares('SIRI', { at, to: 'SIRI' })
    broker.renameShares('SQ', { at, to: 'XYZ', subType: 'SCNC', isGrouped: false })
  })
  script.sell([8, '11:21:00'], 'SIRI', '25', '23.40')
  script.sell([8, '11:23:00'], 'XYZ', '8', '88.10')
  reorganize(script, 20, {
    symbol: 'YTENQ',
    type: 'REORG',
    subType: 'WRM',
    description: 'Worthless Removal - YTENQ',
    isGrouped: false,
    isPriced: false,
  })
}

/** A tender: shares become a contra security, which is paid a week later. */
export function tender(script: Script): void {
  const contra = '410CNT014'
  script.buy([0, '10:27:00'], 'HBI', '97', '49.10')
  reorganize(script, 5, {
    symbol: 'HBI',
    type: 'VOF',
    subType: 'VTND',
    description: `Tender Offer - HBI for ${contra}`,
    added: [{ symbol: contra, ratio: '1' }],
  })
  script.on([5, '09:00:00'], (broker, at) =>
    broker.moveCash({
      at,
      type: 'FEE',
      amount: '-100.00',
      description: 'HBI Tender Offer Submission Fee',
    }),
  )
  reorganize(script, 10, {
    symbol: contra,
    type: 'REORG',
    description: `Tender Offer - ${contra} payment of $53 per share`,
    source: 'kept',
    cashPerShare: '53',
    isGrouped: false,
  })
  reorganize(script, 10, {
    symbol: contra,
    type: 'VOF',
    subType: 'VTND',
    description: `Tender Offer - ${contra} removed`,
    isGrouped: false,
  })
}

/** Units become shares and warrants; shares return capital. */
export function unitsAndCapital(script: Script): void {
  script.buy([0, '10:29:00'], 'SVIIU', '8', '26.31')
  reorganize(script, 4, {
    symbol: 'SVIIU',
    type: 'SPLIT',
    subType: 'USPLIT',
    description: 'Unit Split of SVIIU into SVII and SVIIW',
    added: [
      { symbol: 'SVII', ratio: '1' },
      { symbol: 'SVIIW', ratio: '0.25', costShare: '0' },
    ],
  })
  script.sell([9, '11:29:00'], 'SVII', '8', '26.60')
  script.sell([9, '11:30:00'], 'SVIIW', '2', '0.40')

  script.buy([0, '10:31:00'], 'ET', '100', '17.10')
  reorganize(script, 7, {
    symbol: 'ET',
    type: 'DIV',
    subType: 'ROC',
    description: 'Return of Capital @ 0.3275, Pos QTY: 100',
    source: 'kept',
    cashPerShare: '0.3275',
    isGrouped: false,
  })
  script.sell([13, '11:31:00'], 'ET', '100', '17.60')
}
