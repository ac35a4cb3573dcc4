// `npm run kills -- 50`: kills the renderer so many times in mid-practice and prints what was lost.
import { spawnSync } from 'node:child_process';

const n_kills = Number(process.argv[2] ?? 20);
if (!Number.isInteger(n_kills) || n_kills < 1) {
  console.error(`“${process.argv[2]}” is no number of kills: give a whole one, such as 20`);
  process.exit(2);
}
const { status } = spawnSync('npx', ['playwright', 'test', 'kills.spec.ts'], {
  stdio: 'inherit', cwd: import.meta.dirname, env: { ...process.env, KILLS: String(n_kills) },
});
process.exit(status ?? 1);
