using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>Publishes the messages of a file, line by line, however many there are: what is read waits until there is room for it.</summary>
internal sealed class FilePublishing(ToolRun run, string? idPrefix)
{
    private int _published;
    private int _duplicates;
    private int _failed;

    public async Task<int> RunAsync(string path)
    {
        if (path == "-")
        {
            using var reader = new StreamReader(Console.OpenStandardInput());
            await PublishAsync(reader, () => { });
        }
        else
        {
            await using var file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            // The bytes that are read are what is known to be left; the messages are not counted before.
            await run.Output.ProgressAsync("Publishing", Math.Max(1, file.Length), async report =>
            {
                await PublishAsync(reader, () => report(file.Position));
                return true;
            });
        }

        if (!run.Output.IsJson)
            run.Output.Write(() => [], () => string.Create(CultureInfo.InvariantCulture, $"{_published} published, {_duplicates} already there, {_failed} failed"));
        return _failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private async Task PublishAsync(StreamReader reader, Action progress)
    {
        // In the order of the lines, so that results come in it too. The queue holds fewer messages than this list could.
        var waiting = new Queue<(int Line, Task<Published> Published)>();
        await using (var queue = new PublishQueue(run.Publisher))
        {
            for (var line = 1; await reader.ReadLineAsync(run.CancellationToken) is { } text; line++)
            {
                if (string.IsNullOrWhiteSpace(text)) continue;
                try
                {
                    var (user, message) = MessageLine.Read(text, idPrefix is null ? null : $"{idPrefix}-{line}");
                    waiting.Enqueue((line, await queue.EnqueueAsync(user, message, run.CancellationToken)));
                }
                catch (Exception exception) when (exception is JsonException or ArgumentException or ToolException)
                {
                    Fail(line, exception);
                }

                while (waiting.TryPeek(out var first) && first.Published.IsCompleted) await TakeAsync(waiting.Dequeue());
                progress();
            }
        }

        while (waiting.TryDequeue(out var left)) await TakeAsync(left);
    }

    private async Task TakeAsync((int Line, Task<Published> Published) entry)
    {
        try
        {
            var published = await entry.Published;
            if (published.Duplicate) _duplicates++;
            else _published++;
            if (run.Output.IsJson) run.Output.Write(() => JsonOf(entry.Line, published), () => "");
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Fail(entry.Line, exception);
        }
    }

    private void Fail(int line, Exception exception)
    {
        _failed++;
        run.Output.Fail(exception, string.Create(CultureInfo.InvariantCulture, $"line {line}"));
    }

    private static JsonObject JsonOf(int line, Published published)
    {
        var json = PublishCommand.JsonOf(published);
        json.Insert(0, "line", line);
        return json;
    }
}
