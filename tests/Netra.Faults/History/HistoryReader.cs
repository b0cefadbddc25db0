using System.Text.Json;

namespace Netra.Faults;

/// <summary>Reads what a <see cref="HistoryRecorder"/> wrote.</summary>
internal static class HistoryReader
{
    public static IReadOnlyList<HistoryEvent> Read(string directory)
    {
        var path = Path.Combine(directory, HistoryRecorder.FileName);
        if (!File.Exists(path)) throw new FaultsException($"There is no history at '{path}'.");
        try
        {
            return [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<HistoryEvent>(line, HistoryJson.Options)!)];
        }
        catch (JsonException exception)
        {
            throw new FaultsException($"'{path}' is no history of this program: {exception.Message}", exception);
        }
    }
}
