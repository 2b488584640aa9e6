import type { DatagramPreset } from '../preset';

/** Game servers. */
export const GAMES: readonly DatagramPreset[] = [
  {
    kind: 'datagram',
    name: 'source-a2s',
    aliases: ['a2s'],
    title: 'Source engine, A2S_INFO',
    reference: 'Valve, Server queries',
    datagram: {
      send: 'ffffffff54536f7572636520456e67696e6520517565727900',
      expect: '^ffffffff(41.{8}$|49)',
    },
    leavesOut: 'players and maps: a challenge is an answer',
    serverMustAllow: "queries from the task's own address within its rate limit",
    evidence: 'peers',
  },
  {
    kind: 'datagram',
    name: 'minecraft-bedrock',
    aliases: ['raknet'],
    title: 'RakNet (Minecraft Bedrock), unconnected ping',
    reference: 'RakNet, offline messages',
    datagram: {
      send: '01{t:8}00ffff00fefefefefdfdfdfd12345678{g:8}',
      expect: '^1c{t}.{16}00ffff00fefefefefdfdfdfd12345678',
    },
    leavesOut: 'sessions and worlds',
    serverMustAllow: 'nothing',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'quake3',
    title: 'id Tech 3, getinfo',
    reference: 'id Tech 3 source, SVC_Info',
    datagram: { send: 'ffffffff676574696e666f20{a:4x}', expect: '^ffffffff696e666f526573706f6e73650a.*{a}' },
    leavesOut: 'players and maps',
    serverMustAllow: 'queries within its rate limit',
    evidence: 'specification',
  },
  {
    kind: 'datagram',
    name: 'teeworlds',
    title: 'Teeworlds 0.7, token request',
    reference: 'Teeworlds source, network_token',
    datagram: { send: '040000ffffffff05{a:4}', padTo: 520, expect: '^040000{a}05.{8}$' },
    leavesOut: 'games',
    serverMustAllow: 'nothing',
    evidence: 'daemons',
  },
];
