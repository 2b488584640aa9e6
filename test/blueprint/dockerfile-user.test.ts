import { userOf } from '../../blueprint/src/template/constructs/dockerfile-user';

test.each<[title: string, lines: string[], user: string | undefined]>([
  ['the last USER counts', ['FROM a', 'USER root', 'RUN x', 'USER 65534:65534'], '65534:65534'],
  ['in any case of letters, with tabs and Windows line ends', ['from a\r', '\tuser\t10001\r'], '10001'],
  ['quoted', ['FROM a', 'USER "nobody"'], 'nobody'],
  ['of the last stage alone', ['FROM a AS build', 'USER 1', 'FROM scratch', 'COPY --from=build /x /x'], undefined],
  ['of an earlier stage that the last one starts from', ['FROM a AS Base', 'USER 7', 'FROM base', 'CMD x'], '7'],
  ['through several stages', ['FROM a AS one', 'USER 7', 'FROM one AS two', 'FROM --platform=linux/arm64 two'], '7'],
  ['not of a stage of the same name that comes later', ['FROM b', 'FROM a AS b', 'USER 1', 'FROM c'], undefined],
  ['the base image keeps its own to itself', ['FROM public.ecr.aws/nginx/nginx'], undefined],
  ['an argument is only known when it is built', ['ARG U=5', 'FROM a', 'USER ${U}'], undefined],
  ['not in a comment', ['FROM a', 'USER 5', '# USER root'], '5'],
  ['not in the middle of a line that is continued', ['FROM a', 'USER 5', 'RUN echo \\', '  USER root'], '5'],
  ['over a comment within a line that is continued', ['FROM a', 'USER 5', 'RUN a \\', '# USER 1', ' USER 2'], '5'],
  ['continued itself', ['FROM a', 'USER \\', '  5:6'], '5:6'],
  ['continued by another character', ['# escape=`', 'FROM a', 'USER 5', 'RUN echo `', 'USER root'], '5'],
  ['not in a here-document', ['FROM a', 'USER 5', 'RUN <<EOF', 'USER root', 'EOF', 'CMD x'], '5'],
  ['not in the second of two', ['FROM a', 'USER 5', "COPY <<A <<-'B' /x/", 'A', 'USER root', '\tB'], '5'],
  ['after a here-document', ['FROM a', 'RUN <<EOF', 'x', 'EOF', 'USER 5'], '5'],
  ['nothing at all', [], undefined],
])('%s', (_title, lines, user) => {
  expect(userOf(lines.join('\n'))).toBe(user);
});
