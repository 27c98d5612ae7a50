import { type JournalCase, journal } from './journal'

/** Options: settled in cash, assigned, rolled, covered, wheeled. */
export const OPTION_JOURNALS: readonly JournalCase[] = [
  journal(
    'VIX spread and VIXW put',
    'VIX',
    `
    1 bto 3 VIX260916C00018000 2.00 p=v
    1 sto 3 VIX260916C00022000 0.80 p=v
    2 sto 2 VIXW260909P00015000 0.60
    9 OPASN VIXW260909P00015000 2 - -160 g=w
    16 OPEXC VIX260916C00018000 -3 - 0 g=a
    16 OPCSH - - - 750 g=a
    16 OPEXP VIX260916C00022000 3 - 0 g=b
  `,
    ['bull_call_spread closed 390', 'short_put closed -40'],
  ),
  journal(
    'DJXW put exercised with its own net',
    'DJX',
    `
    1 bto 1 DJXW260911P00430000 3.10
    14 OPEXC DJXW260911P00430000 -1 - 512 g=a
  `,
    ['long_put closed 202'],
  ),
  journal(
    'XSP condor closed by half then worthless; butterfly settles',
    'XSP',
    `
    1 bto 2 XSP260911P00480000 0.5 p=v
    1 sto 2 XSP260911P00490000 1.5 p=v
    1 sto 2 XSP260911C00510000 1.4 p=v
    1 bto 2 XSP260911C00520000 0.4 p=v
    3 stc 1 XSP260911P00480000 0.2 p=w
    3 btc 1 XSP260911P00490000 0.7 p=w
    3 btc 1 XSP260911C00510000 0.6 p=w
    3 stc 1 XSP260911C00520000 0.1 p=w
    11 OPEXP XSP260911P00480000 -1 - 0
    11 OPEXP XSP260911P00490000 1 - 0
    11 OPEXP XSP260911C00510000 1 - 0
    11 OPEXP XSP260911C00520000 -1 - 0
    14 bto 1 XSP260918C00500000 3.2 p=b
    14 sto 2 XSP260918C00505000 1.4 p=b
    14 bto 1 XSP260918C00510000 0.8 p=b
    18 OPEXC XSP260918C00500000 -1 - 0 g=x
    18 OPCSH XSP260918C00500000 - - 300 g=x
    18 OPEXP XSP260918C00505000 2 - 0
    18 OPEXP XSP260918C00510000 -1 - 0
  `,
    ['iron_condor closed 300', 'long_call_butterfly closed 180'],
  ),
  journal(
    '0DTE round trips, the last settled',
    'SPX',
    `
    9@14:30 bto 1 SPXW260909C06500000 4
    9@14:31 stc 1 SPXW260909C06500000 5
    9@14:31:30 bto 1 SPXW260909C06500000 5.1
    9@14:32 stc 1 SPXW260909C06500000 4.9
    9@14:33 bto 2 SPXW260909C06500000 4.8
    9@14:34 stc 1 SPXW260909C06500000 5.0
    9@14:34:30 stc 1 SPXW260909C06500000 5.2
    9@14:36 bto 1 SPXW260909C06500000 5
    9 OPEXC SPXW260909C06500000 -1 - 0 g=z
    9 OPCSH - - - 1234.5 g=z
  `,
    [
      'long_call closed 100',
      'long_call closed -20',
      'long_call closed 60',
      'long_call closed 734.5',
    ],
  ),
  journal(
    'call spread assigned early, exercised a day later',
    'RAA',
    `
    1 sto 1 RAA261218C00100000 3.00 p=v
    1 bto 1 RAA261218C00105000 1.20 p=v
    10 OPASN RAA261218C00100000 1 - 0 g=a
    10 OPTRD RAA -100 100 10000 g=a
    11@14:30 OPEXC RAA261218C00105000 -1 - 0 g=b
    11@14:30 OPTRD RAA 100 105 -10500 g=b
  `,
    ['bear_call_spread closed 180', 'short_stock closed -500 from'],
  ),
  journal(
    'covered call assigned the day after the ex-date',
    'RAB',
    `
    1 buy 100 RAB 40
    2 sto 1 RAB261218C00042000 0.90
    11 OPASN RAB261218C00042000 1 - 0 g=a
    11 OPTRD RAB -100 42 4200 g=a
    25 DIV/CDIV RAB - - 50 rate=0.5 "Cash DIV @ 0.5, Pos QTY: 100, Rec Date: 2026-09-10"
  `,
    ['long_stock closed 200 div 50', 'covered_call closed 90 covered'],
  ),
  journal(
    'naked call assigned before the ex-date: the short pays',
    'RAC',
    `
    2 sto 1 RAC261218C00042000 0.90
    9 OPASN RAC261218C00042000 1 - 0 g=a
    9 OPTRD RAC -100 42 4200 g=a
    14 btc 100 RAC 43
    25 DIV/CDIV RAC - - -50 "Cash DIV @ 0.5, Pos QTY: -100, Rec Date: 2026-09-10"
  `,
    ['short_call closed 90', 'short_stock closed -100 div -50 from'],
  ),
  journal(
    'five puts assigned over days',
    'RAD',
    `
    1 sto 5 RAD260911P00050000 1.00
    8 OPASN RAD260911P00050000 2 - 0 g=a
    8 OPTRD RAD 200 50 -10000 g=a
    9 btc 1 RAD260911P00050000 0.50
    14 OPASN RAD260911P00050000 2 - 0 g=b
    14 OPTRD RAD 200 50 -10000 g=b
    15 sell 400 RAD 51
  `,
    ['short_put closed 450', 'long_stock closed 200 from', 'long_stock closed 200 from'],
  ),
  journal(
    'condor: short puts assigned early, the rest closed leg by leg',
    'RAG',
    `
    1 bto 3 RAG260911P00045000 0.5 p=v
    1 sto 3 RAG260911P00050000 1.2 p=v
    1 sto 3 RAG260911C00060000 1.1 p=v
    1 bto 3 RAG260911C00065000 0.4 p=v
    8 OPASN RAG260911P00050000 3 - 0 g=a
    8 OPTRD RAG 300 50 -15000 g=a
    9 sell 300 RAG 46
    9@15:20 stc 3 RAG260911P00045000 1.5
    9@15:30 btc 3 RAG260911C00060000 0.05
    9@15:40 stc 3 RAG260911C00065000 0.01
  `,
    ['iron_condor closed 858', 'long_stock closed -1200 from'],
  ),
  journal(
    'protective put on a scaled position',
    'RAI',
    `
    1 buy 100 RAI 50
    2 buy 100 RAI 52
    3 bto 1 RAI261218P00048000 1
    15@15:30 OPEXC RAI261218P00048000 -1 - 0 g=a
    15@15:30 OPTRD RAI -100 48 4800 g=a
  `,
    ['long_stock partial -200 [RAI 100 = 5200]', 'long_put closed -100'],
  ),
  journal(
    'wheel with a round before it',
    'RAJ',
    `
    1 sto 1 RAJ260904P00050000 2 as=a
    4 OPEXP RAJ260904P00050000 1 - 0
    8 sto 1 RAJ260911P00050000 1.5 as=b
    8 FEE/OCC - - - -0.03 exec=b
    14 OPASN RAJ260911P00050000 1 - 0 g=a
    14 OPTRD RAJ 100 50 -5000 g=a
    14@16:00 sto 1 RAJ260918C00052000 1 as=c
    14 FEE/OCC - - - -0.03 exec=c
    18 OPEXP RAJ260918C00052000 1 - 0
    21 sto 1 RAJ260925C00053000 0.8 as=d
    21 FEE/OCC - - - -0.03 exec=d
    28 OPASN RAJ260925C00053000 1 - 0 g=b
    28 OPTRD RAJ -100 53 5300 g=b
  `,
    [
      'short_put closed 200',
      'short_put closed 150 fees 0.03',
      'long_stock closed 300 from',
      'covered_call closed 100 fees 0.03 covered',
      'covered_call closed 80 fees 0.03 covered',
      'campaign 1: 200 = 200',
      'campaign 4: 630 fees 0.09 = 629.91',
    ],
  ),
  journal(
    'wheel with a roll and a dividend',
    'RAK',
    `
    1 sto 1 RAK260911P00050000 2
    9 btc 1 RAK260911P00050000 3 p=r
    9 sto 1 RAK260918P00048000 2.8 p=r
    21 OPASN RAK260918P00048000 1 - 0 g=a
    21 OPTRD RAK 100 48 -4800 g=a
    22 sto 1 RAK260925C00049000 1.1
    28 OPASN RAK260925C00049000 1 - 0 g=b
    28 OPTRD RAK -100 49 4900 g=b
    30 DIV/CDIV RAK - - 25 "Cash DIV @ 0.25, Pos QTY: 100, Rec Date: 2026-09-23"
  `,
    [
      'short_put closed -100',
      'short_put closed 280 rolled',
      'long_stock closed 100 div 25 from',
      'covered_call closed 110 covered',
      'campaign 4: 390 div 25 = 415',
    ],
  ),
  journal(
    'open wheel with its adjusted basis',
    'RAL',
    `
    1 sto 1 RAL260911P00050000 2 as=a
    1 FEE/OCC - - - -0.03 exec=a
    14 OPASN RAL260911P00050000 1 - 0 g=a
    14 OPTRD RAL 100 50 -5000 g=a
    15 sto 1 RAL260918C00055000 1 as=b
    15 FEE/OCC - - - -0.03 exec=b
    18 OPEXP RAL260918C00055000 1 - 0
    25 DIV/CDIV RAL - - 20 "Cash DIV @ 0.2, Pos QTY: 100, Rec Date: 2026-09-22"
  `,
    [
      'short_put closed 200 fees 0.03',
      'long_stock open 0 [RAL 100 = 5000] div 20 from',
      'covered_call closed 100 fees 0.03 covered',
      'campaign 3: 300 fees 0.06 div 20 = 319.94 basis 46.8006',
    ],
  ),
  journal(
    'poor man’s covered call, rolled, both closed',
    'RAM',
    `
    1 bto 1 RAM270115C00040000 12
    2 sto 1 RAM260918C00050000 1
    15 btc 1 RAM260918C00050000 0.4 p=r
    15 sto 1 RAM261016C00052000 1.2 p=r
    29 btc 1 RAM261016C00052000 0.2 p=x
    29 stc 1 RAM270115C00040000 14 p=x
  `,
    [
      'long_call closed 200',
      'poor_mans_covered_call closed 60 covered',
      'poor_mans_covered_call closed 100 covered rolled',
      'campaign 3: 360 = 360',
    ],
  ),
  journal(
    'put side of a condor rolled',
    'RAO',
    `
    1 bto 1 RAO260918P00085000 0.5 p=a
    1 sto 1 RAO260918P00090000 1 p=a
    1 sto 1 RAO260918C00110000 1 p=a
    1 bto 1 RAO260918C00115000 0.5 p=a
    9 stc 1 RAO260918P00085000 1.5 p=b
    9 btc 1 RAO260918P00090000 3 p=b
    9 bto 1 RAO261016P00080000 1 p=b
    9 sto 1 RAO261016P00085000 2.4 p=b
    18 OPEXP RAO260918C00110000 1 - 0
    18 OPEXP RAO260918C00115000 -1 - 0
  `,
    [
      'iron_condor closed -50',
      'bull_put_spread open 0 [RAO261016P00080000 1 = 100, RAO261016P00085000 1 = -240] rolled',
    ],
  ),
  journal(
    'rolled in the afternoon, into later expiry alone',
    'RAP',
    `
    1 sto 1 RAP260918P00050000 2
    8@14:00 btc 1 RAP260918P00050000 1
    8@18:00 sto 1 RAP261016P00050000 2.5
    9@14:00 btc 1 RAP261016P00050000 2
    9@18:00 sto 1 RAP260918P00049000 1
    10@14:00 btc 1 RAP260918P00049000 0.5
    11@14:00 sto 1 RAP261016P00049000 2
  `,
    [
      'short_put closed 100',
      'short_put closed 50 rolled',
      'short_put closed 50',
      'short_put open 0 [RAP261016P00049000 1 = -200]',
    ],
  ),
  journal(
    'a contract in by ACAT',
    'RBN',
    `
    1 ACATS RBN261218C00020000 1 23.75 0
    2 stc 1 RBN261218C00020000 25
  `,
    ['long_call closed 125'],
  ),
  journal(
    'two puts minutes apart of one strike add up, of another stay apart',
    'RBR',
    `
    1@14:00 sto 1 RBR261218P00050000 1
    1@14:03 sto 1 RBR261218P00050000 1.1
    1@14:06 sto 1 RBR261218P00045000 0.5
  `,
    [
      'short_put open 0 [RBR261218P00050000 2 = -210]',
      'short_put open 0 [RBR261218P00045000 1 = -50]',
    ],
  ),
  journal(
    'a vertical legged at 301 seconds',
    'RBV',
    `
    1@14:00:00 bto 1 RBV261218C00050000 3
    1@14:05:01 sto 1 RBV261218C00055000 1
    2@14:00:00 bto 1 RBV261218P00050000 3
    2@14:05:00 sto 1 RBV261218P00045000 1
  `,
    [
      'long_call open 0 [RBV261218C00050000 1 = 300]',
      'short_call open 0 [RBV261218C00055000 1 = -100]',
      'bear_put_spread open 0 [RBV261218P00045000 1 = -100, RBV261218P00050000 1 = 300]',
    ],
  ),
  journal(
    'one of two verticals of a strike closed, the other quantity',
    'RCA',
    `
    1 sto 1 RCA261218P00050000 2 p=a
    1 bto 1 RCA261218P00045000 1 p=a
    2 sto 3 RCA261218P00050000 2.5 p=b
    2 bto 3 RCA261218P00040000 0.5 p=b
    9 btc 3 RCA261218P00050000 1 p=c
    9 stc 3 RCA261218P00040000 0.2 p=c
  `,
    [
      'bull_put_spread open 0 [RCA261218P00045000 1 = 100, RCA261218P00050000 1 = -200]',
      'bull_put_spread closed 360',
    ],
  ),
  journal(
    'covered call rolled up, the new call sold first',
    'RDC',
    `
    1 buy 100 RDC 50
    2 sto 1 RDC260918C00052000 1
    9@14:00 sto 1 RDC261016C00055000 1.5
    9@14:03 btc 1 RDC260918C00052000 2
  `,
    [
      'long_stock open 0 [RDC 100 = 5000]',
      'covered_call closed -100 covered',
      'covered_call open 0 [RDC261016C00055000 1 = -150] covered rolled',
      'campaign 3: -100 = -100 basis 49.5',
    ],
  ),
  journal(
    'collar rolled by one parent',
    'RDD',
    `
    1 buy 100 RDD 50
    2 bto 1 RDD260918P00048000 1 p=a
    2 sto 1 RDD260918C00055000 1.2 p=a
    15 stc 1 RDD260918P00048000 0.5 p=b
    15 btc 1 RDD260918C00055000 0.3 p=b
    15 bto 1 RDD261016P00049000 1.5 p=b
    15 sto 1 RDD261016C00056000 1.4 p=b
  `,
    [
      'long_stock open 0 [RDD 100 = 5000]',
      'collar closed 40 covered',
      'collar open 0 [RDD261016P00049000 1 = 150, RDD261016C00056000 1 = -140] covered rolled',
    ],
  ),
  journal(
    'short put on short shares is assigned',
    'RDE',
    `
    1 sto 100 RDE 50
    2 sto 1 RDE260911P00048000 1
    14 OPASN RDE260911P00048000 1 - 0 g=a
    14 OPTRD RDE 100 48 -4800 g=a
  `,
    ['short_stock closed 200', 'covered_put closed 100 covered'],
  ),
  journal(
    'called away with half of the shares sold before',
    'RDF',
    `
    1 buy 100 RDF 50
    2 sto 1 RDF260911C00055000 1
    3 sell 50 RDF 53
    14 OPASN RDF260911C00055000 1 - 0 g=a
    14 OPTRD RDF -100 55 5500 g=a
    15 btc 50 RDF 56
  `,
    ['long_stock closed 400', 'covered_call closed 100 covered', 'short_stock closed -50 from'],
  ),
  journal(
    'double calendar by one parent, front expires, back sold',
    'RDN',
    `
    1 sto 1 RDN260918P00045000 1 p=a
    1 bto 1 RDN261016P00045000 2 p=a
    1 sto 1 RDN260918C00055000 1 p=a
    1 bto 1 RDN261016C00055000 2 p=a
    18 OPEXP RDN260918P00045000 1 - 0
    18 OPEXP RDN260918C00055000 1 - 0
    21 stc 1 RDN261016P00045000 1.5 p=b
    21 stc 1 RDN261016C00055000 1.2 p=b
  `,
    ['double_calendar closed 70'],
  ),
  journal(
    'assignments without groups, two strikes on one day',
    'RDP',
    `
    1 sto 1 RDP260911P00050000 1
    2 sto 2 RDP260911P00048000 0.5
    14 OPASN RDP260911P00050000 1 - 0
    14 OPASN RDP260911P00048000 2 - 0
    14 OPTRD RDP 200 48 -9600
    14 OPTRD RDP 100 50 -5000
    15 sell 300 RDP 49
  `,
    [
      'short_put closed 100',
      'short_put closed 100',
      'long_stock closed -100 from',
      'long_stock closed 200 from',
    ],
  ),
  journal(
    'legs of a parent closed one by one, one assigned',
    'RDU',
    `
    1 sto 2 RDU260918C00050000 2 p=a
    1 bto 2 RDU260918C00055000 1 p=a
    8 OPASN RDU260918C00050000 1 - 0 g=a
    8 OPTRD RDU -100 50 5000 g=a
    9 btc 100 RDU 53
    9 btc 1 RDU260918C00050000 3.5
    10 stc 2 RDU260918C00055000 0.2
  `,
    ['bear_call_spread closed -110', 'short_stock closed -300 from'],
  ),
  journal(
    'a rolled put that is scaled into keeps its link',
    'HEC',
    `
    1 sto 1 HEC260911P00050000 1
    9 btc 1 HEC260911P00050000 2 p=r
    9 sto 1 HEC261016P00048000 3 p=r
    14 sto 1 HEC261016P00048000 2.5
    21 btc 2 HEC261016P00048000 1
  `,
    ['short_put closed -100', 'short_put closed 350 rolled', 'campaign 2: 250 = 250'],
  ),
  journal(
    'two puts bought back in the morning, one sold in the afternoon',
    'HED',
    `
    1@14:00 sto 1 HED260911P00050000 1
    1@16:00 sto 1 HED260911P00048000 1
    9@14:00 btc 1 HED260911P00050000 2
    9@14:00:30 btc 1 HED260911P00048000 1
    9@19:00 sto 1 HED261016P00048000 3
  `,
    [
      'short_put closed -100',
      'short_put closed 0',
      'short_put open 0 [HED261016P00048000 1 = -300]',
    ],
  ),
  journal(
    'shares bought in the afternoon cover the call of the morning',
    'HEE',
    `
    1@14:00 sto 1 HEE260918C00050000 1
    1@19:00 buy 100 HEE 49
    18 OPEXP HEE260918C00050000 1 - 0
  `,
    [
      'long_stock open 0 [HEE 100 = 4900]',
      'covered_call closed 100 covered',
      'campaign 2: 100 = 100 basis 48',
    ],
  ),
  journal(
    'a condor halved by simple orders, the rest by a parent',
    'HEG',
    `
    1 bto 2 HEG261218P00045000 0.5 p=a
    1 sto 2 HEG261218P00050000 1 p=a
    1 sto 2 HEG261218C00060000 1 p=a
    1 bto 2 HEG261218C00065000 0.5 p=a
    9@14:00 btc 1 HEG261218P00050000 0.6
    9@14:00:20 stc 1 HEG261218P00045000 0.3
    9@14:00:40 btc 1 HEG261218C00060000 0.6
    9@14:01 stc 1 HEG261218C00065000 0.3
    10 btc 1 HEG261218P00050000 0.2 p=b
    10 stc 1 HEG261218P00045000 0.1 p=b
    10 btc 1 HEG261218C00060000 0.2 p=b
    10 stc 1 HEG261218C00065000 0.1 p=b
  `,
    ['iron_condor closed 120'],
  ),
  journal(
    'an exercised LEAPS delivers to its own short call',
    'HEI',
    `
    1 bto 1 HEI270115C00040000 12
    2 sto 1 HEI260918C00050000 1
    21 OPASN HEI260918C00050000 1 - 0 g=a
    21 OPTRD HEI -100 50 5000 g=a
    21@15:00 OPEXC HEI270115C00040000 -1 - 0 g=b
    21@15:00 OPTRD HEI 100 40 -4000 g=b
  `,
    [
      'long_call closed -1200',
      'poor_mans_covered_call closed 100 covered',
      'short_stock closed 1000 from',
      'campaign 3: -100 = -100',
    ],
  ),
  journal(
    'a vertical whose fills name the parent order',
    'HEK',
    `
    1 bto 2 HEK261218C00050000 3 p=a byparent
    1 sto 2 HEK261218C00055000 1 p=a byparent
    9 stc 2 HEK261218C00050000 4 p=b byparent
    9 btc 2 HEK261218C00055000 1.5 p=b byparent
  `,
    ['bull_call_spread closed 100'],
  ),
]
