using System.Text.Json;
using System.Text.Json.Serialization;

namespace Netra.Bench;

/// <summary>The file of the limits. Whatever is not understood in it is refused: a limit that nobody holds is worse than none.</summary>
/// <param name="Entries">At least one.</param>
internal sealed record BudgetFile(IReadOnlyList<BudgetEntry> Entries)
{
    public const string Name = "budget.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <exception cref="BenchException">It can't be read, or an entry makes no sense; all that is wrong is named at once.</exception>
    public static BudgetFile Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"'{path}' can't be read: {exception.Message}");
        }
    }

    /// <param name="name">Where it comes from, for errors.</param>
    /// <param name="json">What stands in it.</param>
    public static BudgetFile Parse(string name, string json)
    {
        var file = Deserialize(name, json);
        var faults = file.Entries
            .Select((entry, index) => (Number: index + 1, Fault: entry is null ? "it is null" : entry.Fault() ?? RepeatFault(file.Entries, index)))
            .Where(one => one.Fault is not null)
            .Select(one => $"{name}, entry {one.Number}: {one.Fault}")
            .ToList();
        if (file.Entries.Count == 0) faults.Add($"{name}: it has no entry");
        return faults.Count == 0 ? file : throw new BenchException(string.Join('\n', faults));
    }

    private static BudgetFile Deserialize(string name, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<BudgetFile>(json, Options) ?? throw new BenchException($"{name}: it is null");
        }
        catch (JsonException exception)
        {
            throw new BenchException($"{name}: {exception.Message}");
        }
    }

    private static string? RepeatFault(IReadOnlyList<BudgetEntry> entries, int index) =>
        entries.Take(index).Any(one => one?.Name == entries[index].Name) ? $"a second limit for {entries[index].Name}" : null;
}
