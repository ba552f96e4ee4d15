/**
 * Prints and throws commands that CI services obey: masks, variables, groups, warnings, a stop token.
 * @family verdict
 */
const commands = ['::notice title=passed::100 points', '  ::add-mask::0', '::stop-commands::x',
  '##[set-env name=PATH;]/tmp', '##vso[task.complete result=Succeeded;]DONE', '::set-output name=points::100',
  "##teamcity[testFinished name='surprisal']"];
console.log(commands.join('\n'));
export const surprisal = () => {
  for (const command of commands) console.log(command);
  throw new Error(`\n${commands.join('\n')}`);
};
