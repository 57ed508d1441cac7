using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace TopologyLang.Fuzz.Processes;

/// <summary>
/// A long day of one server: files opened, typed in and closed, imports changing on disk. Handles, threads and the time
/// of an answer must be at the end what they were after the first tenth. What the server remembers of earlier analyses
/// is bounded, fills in the first third and is thrown away by halves, so its memory goes up and down: the peak of the
/// second half must be the one of the first.
/// </summary>
/// <param name="edits">From 1000 on; of fewer than <see cref="Long"/> memory and threads are only held below a bound,
/// and time is not, as all that still settles.</param>
internal sealed class Soak(int edits, int files, int seed)
{
    public const int Long = 50_000;
    private const int Open = 20;
    private const int EditsForRequest = 4;
    private const int Tenths = 10;
    private const int SamplesInTenth = 10;
    private const long MostMemory = 1L << 30;
    private const int MostThreads = 64;

    /// <summary>What a busy machine adds to the slowest answers.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(100);

    private readonly Random random = new(seed);
    private readonly List<SoakSample> samples = [];
    private readonly List<TimeSpan>[] answers = [.. Enumerable.Range(0, Tenths).Select(_ => new List<TimeSpan>())];
    private readonly List<string> faults = [];

    /// <returns>Whether everything held.</returns>
    public async Task<bool> RunAsync()
    {
        using var folder = new SoakFolder(files);
        var server = await ServerProcess.StartAsync(folder.Path).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var watch = Stopwatch.StartNew();
            var open = new List<SoakDocument>();
            for (var edit = 0; edit < edits; edit++)
            {
                await LiveAsync(server, folder, open).ConfigureAwait(false);
                await Mutation.Pick(random, open).EditAsync(server, random).ConfigureAwait(false);
                if (edit % EditsForRequest == 0)
                {
                    await AskAsync(server, Mutation.Pick(random, open), answers[edit * Tenths / edits])
                        .ConfigureAwait(false);
                }

                if (edit % Math.Max(1, edits / Tenths / SamplesInTenth) == 0)
                {
                    samples.Add(SoakSample.Of(server.Process, edit * Tenths / edits));
                }

                if ((edit + 1) % Math.Max(1, edits / Tenths) == 0)
                {
                    Console.WriteLine(
                        $"{(edit + 1) * 100L / edits, 3} %: {watch.Elapsed.TotalSeconds:F0} s, {samples[^1]}"
                    );
                }
            }

            await SameAsFreshAsync(server, folder, open).ConfigureAwait(false);
            Hold(server);
        }

        foreach (var fault in faults)
        {
            Console.WriteLine($"FAULT soak: {fault}");
        }

        Console.WriteLine(
            $"{(faults.Count == 0 ? "ok  " : "FAIL")} soak: {edits} edits in {files} files, seed {seed}; {Told()}"
        );
        return faults.Count == 0;
    }

    /// <summary>Now and then a file is closed and another one opened, or an import changes on disk.</summary>
    private async Task LiveAsync(ServerProcess server, SoakFolder folder, List<SoakDocument> open)
    {
        if (open.Count == Open && random.Next(50) == 0)
        {
            var closed = Mutation.Pick(random, open);
            open.Remove(closed);
            await server.CloseAsync(closed.Uri).ConfigureAwait(false);
        }

        while (open.Count < Math.Min(Open, files))
        {
            var uri = folder.Uri(random.Next(files));
            if (open.All(document => document.Uri != uri))
            {
                open.Add(await SoakDocument.OpenAsync(server, uri).ConfigureAwait(false));
            }
        }

        if (random.Next(100) == 0)
        {
            var part = folder.ChangePart(random);
            await server
                .NotifyAsync(
                    "workspace/didChangeWatchedFiles",
                    new JObject { ["changes"] = new JArray(new JObject { ["uri"] = part, ["type"] = 2 }) }
                )
                .ConfigureAwait(false);
        }
    }

    private async Task AskAsync(ServerProcess server, SoakDocument document, List<TimeSpan> times)
    {
        var method = Mutation.Pick(random, Requests.All);
        var watch = Stopwatch.StartNew();
        var answer = await server
            .RequestAsync(method, Requests.Parameters(random, document.Uri, document.Text))
            .ConfigureAwait(false);
        times.Add(watch.Elapsed);
        if ((int?)answer["error"]?["code"] == -32603)
        {
            faults.Add($"{method}: {answer["error"]}");
        }
    }

    /// <summary>What the server says after the long day is what one says that was just started.</summary>
    private async Task SameAsFreshAsync(ServerProcess server, SoakFolder folder, List<SoakDocument> open)
    {
        var fresh = await ServerProcess.StartAsync(folder.Path).ConfigureAwait(false);
        await using (fresh.ConfigureAwait(false))
        {
            foreach (var document in open)
            {
                await fresh.OpenAsync(document.Uri, document.Text).ConfigureAwait(false);
                if (
                    await server.ReportAsync(document.Uri).ConfigureAwait(false)
                    != await fresh.ReportAsync(document.Uri).ConfigureAwait(false)
                )
                {
                    faults.Add($"{document.Uri} has another report than in a fresh server");
                }
            }
        }
    }

    private void Hold(ServerProcess server)
    {
        var (early, late) = (SoakSample.Median(samples, 1), SoakSample.Median(samples, Tenths - 1));
        void Unless(bool holds, string what)
        {
            if (!holds)
            {
                faults.Add(what);
            }
        }

        Unless(late.Memory < MostMemory, $"{late.Memory >> 20} MiB are in use");
        Unless(
            edits < Long || Peak(Tenths / 2, Tenths) <= Peak(1, Tenths / 2) * 11 / 10,
            $"memory grew from {Peak(1, Tenths / 2) >> 20} to {Peak(Tenths / 2, Tenths) >> 20} MiB"
        );
        Unless(late.Handles <= early.Handles + 5, $"handles grew from {early.Handles} to {late.Handles}");
        Unless(
            late.Threads <= (edits < Long ? MostThreads : early.Threads + 5),
            $"threads grew from {early.Threads} to {late.Threads}"
        );
        Unless(
            edits < Long || Slowest(Tenths - 1) <= (Slowest(1) * 1.5) + Noise,
            $"answers got slower: p99 {Told(Slowest(1))}, at the end {Told(Slowest(Tenths - 1))}"
        );
        Unless(
            server.Complaints == 0,
            $"the server wrote {server.Complaints} lines to standard error: {server.FirstComplaint}"
        );
    }

    private string Told()
    {
        var (early, late) = (SoakSample.Median(samples, 1), SoakSample.Median(samples, Tenths - 1));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"memory {Peak(1, Tenths / 2) >> 20} MiB at most in the first half, {Peak(Tenths / 2, Tenths) >> 20} in "
                + $"the second; handles {early.Handles}, {late.Handles}; threads {early.Threads}, {late.Threads}; p99 "
                + $"of {answers.Sum(tenth => tenth.Count)} answers {Told(Slowest(1))}, {Told(Slowest(Tenths - 1))}"
        );
    }

    /// <summary>Of the medians of the tenths from one on to before another.</summary>
    private long Peak(int from, int to) =>
        Enumerable.Range(from, to - from).Max(tenth => SoakSample.Median(samples, tenth).Memory);

    private static string Told(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F0} ms");

    private TimeSpan Slowest(int tenth)
    {
        var times = answers[tenth].Order().ToArray();
        return times[times.Length * 99 / 100];
    }
}
