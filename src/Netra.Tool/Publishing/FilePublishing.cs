using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>
/// Publishes the messages of a file, line by line, however many there are: what is read waits until there is room for it. At the end of the file every message is waited for,
/// each as long as the publisher tries it. Ctrl-C ends the reading; what was read then has some seconds.
/// </summary>
internal sealed class FilePublishing(ToolRun run, LineDefaults defaults)
{
    /// <summary>Answers wait for those of earlier lines, at most so many.</summary>
    private const int MaxWaiting = 50_000;

    /// <summary>How long what was read may still be sent after Ctrl-C; below what the program has to end.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    // In the order of the lines, so that results come in it too.
    private readonly Queue<(int Line, double Place, Task<Published> Published)> _waiting = new();
    private readonly int[] _fates = new int[Enum.GetValues<MessageFate>().Length];
    private Action<double> _report = _ => { };
    private int _line;
    private bool _isReadToItsEnd;

    public async Task<int> RunAsync(string path)
    {
        var isCancelled = path == "-" ? await PublishInputAsync() : await PublishFileAsync(path);
        var summary = Summary();
        if (isCancelled) run.Output.Fail(new ToolException($"Cancelled: nothing behind line {_line.ToString(CultureInfo.InvariantCulture)} was read. {summary}."));
        else if (!run.Output.IsJson) run.Output.Write(() => [], () => summary);
        if (isCancelled) return ExitCodes.Cancelled;
        return _isReadToItsEnd && Count(MessageFate.Failed) + Count(MessageFate.Unknown) == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private Task<bool> PublishInputAsync() => run.Output.ProgressAsync("Publishing", total: null, report =>
    {
        _report = report;
        // Not disposed of: a read of standard input can't be ended.
        return PublishAsync(StandardInput.Open(), line => line);
    });

    private async Task<bool> PublishFileAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var reader = new StreamReader(file);
        // The bytes up to a line are what is known of how far it is; the messages are not counted before.
        return await run.Output.ProgressAsync("Publishing", Math.Max(1, file.Length), report =>
        {
            _report = report;
            return PublishAsync(reader, _ => file.Position);
        });
    }

    /// <summary>Publishes every line, and takes every answer. True: it was cancelled.</summary>
    private async Task<bool> PublishAsync(StreamReader reader, Func<int, double> placeOf)
    {
        var isCancelled = false;
        await using (var queue = new PublishQueue(run.Publisher, new PublishQueueOptions { ShutdownTimeout = TimeToEnd }))
        {
            try
            {
                await ReadAsync(reader, queue, placeOf);
                while (_waiting.Count > 0) await TakeFirstAsync();
            }
            catch (OperationCanceledException) when (run.CancellationToken.IsCancellationRequested)
            {
                isCancelled = true;
            }
        }

        // With the queue every message has ended.
        while (_waiting.TryDequeue(out var left)) await TakeAsync(left);
        return isCancelled;
    }

    private async Task ReadAsync(StreamReader reader, PublishQueue queue, Func<int, double> placeOf)
    {
        try
        {
            while (await NextLineAsync(reader) is { } text)
            {
                _line++;
                if (!string.IsNullOrWhiteSpace(text)) await EnqueueAsync(queue, text, placeOf(_line));
                while (_waiting.TryPeek(out var first) && (first.Published.IsCompleted || _waiting.Count >= MaxWaiting)) await TakeFirstAsync();
            }

            _isReadToItsEnd = true;
        }
        catch (IOException exception)
        {
            run.Output.Fail(exception, string.Create(CultureInfo.InvariantCulture, $"behind line {_line}"));
        }
    }

    /// <summary>Reads a line. Answers are taken as they come meanwhile: whoever types sees them.</summary>
    private async Task<string?> NextLineAsync(StreamReader reader)
    {
        var line = StandardInput.ReadLineAsync(reader, run.CancellationToken);
        while (!line.IsCompleted && _waiting.TryPeek(out var first))
        {
            await Task.WhenAny(line, first.Published);
            if (first.Published.IsCompleted) await TakeFirstAsync();
        }

        return await line;
    }

    private async Task EnqueueAsync(PublishQueue queue, string text, double place)
    {
        try
        {
            var (user, message) = MessageLine.Read(text, _line, defaults);
            _waiting.Enqueue((_line, place, await queue.EnqueueAsync(user, message, run.CancellationToken)));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or ToolException)
        {
            Fail(_line, exception, MessageFate.Failed);
        }
        catch (OperationCanceledException)
        {
            _fates[(int)MessageFate.NotSent]++;
            throw;
        }
    }

    private async Task TakeFirstAsync()
    {
        await ((Task)_waiting.Peek().Published).WaitAsync(run.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        run.CancellationToken.ThrowIfCancellationRequested();
        await TakeAsync(_waiting.Dequeue());
    }

    private async Task TakeAsync((int Line, double Place, Task<Published> Published) entry)
    {
        try
        {
            var published = await entry.Published;
            _fates[(int)(published.Duplicate ? MessageFate.AlreadyThere : MessageFate.Published)]++;
            if (run.Output.IsJson) run.Output.Write(() => JsonOf(entry.Line, published), () => "");
        }
        catch (ObjectDisposedException)
        {
            // Only after Ctrl-C, and then of very many: they are counted.
            _fates[(int)MessageFate.NotSent]++;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Fail(entry.Line, exception, Failures.FateOf(exception));
        }

        _report(entry.Place);
    }

    private void Fail(int line, Exception exception, MessageFate fate)
    {
        _fates[(int)fate]++;
        run.Output.Fail(exception, string.Create(CultureInfo.InvariantCulture, $"line {line}"));
    }

    private int Count(MessageFate fate) => _fates[(int)fate];

    private string Summary()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{Count(MessageFate.Published)} published, {Count(MessageFate.AlreadyThere)} already there, {Count(MessageFate.Failed)} failed");
        if (Count(MessageFate.Unknown) > 0) text += string.Create(CultureInfo.InvariantCulture, $", {Count(MessageFate.Unknown)} not known");
        if (Count(MessageFate.NotSent) > 0) text += string.Create(CultureInfo.InvariantCulture, $", {Count(MessageFate.NotSent)} not sent");
        return text;
    }

    private static JsonObject JsonOf(int line, Published published)
    {
        var json = PublishCommand.JsonOf(published);
        json.Insert(0, "line", line);
        return json;
    }
}
