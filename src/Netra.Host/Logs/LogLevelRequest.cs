using System.Text.Json;

namespace Netra.Host;

/// <summary>Reads the body of <c>PUT /logging</c>.</summary>
internal static class LogLevelRequest
{
    public const int MaxBytes = 8 * 1024;

    private const int MaxCategories = 32;
    private const int MaxCategoryLength = 200;
    private const int DefaultSeconds = 600;
    private const int MaxSeconds = 3_600;

    /// <summary>The server logs the first line of a bad request there, whole: with a token, where one is in it.</summary>
    private const string Secretive = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>The levels and for how long; or what is wrong.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out IReadOnlyDictionary<string, LogLevel> levels, out TimeSpan time, out string fault)
    {
        var read = new Dictionary<string, LogLevel>(StringComparer.OrdinalIgnoreCase);
        (levels, time, fault) = (read, TimeSpan.FromSeconds(DefaultSeconds), "");
        try
        {
            using var json = JsonDocument.Parse(utf8);
            fault = Read(json.RootElement, read, ref time) ?? "";
        }
        catch (JsonException)
        {
            fault = "The body is not JSON.";
        }

        return fault.Length == 0;
    }

    private static string? Read(JsonElement body, Dictionary<string, LogLevel> levels, ref TimeSpan time)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("levels", out var asked) || asked.ValueKind != JsonValueKind.Object)
            return """The body must be an object such as {"levels":{"Netra.Gateway":"Debug"},"for_s":600}.""";
        if (body.TryGetProperty("for_s", out var seconds))
        {
            if (seconds.ValueKind != JsonValueKind.Number || !seconds.TryGetInt32(out var count) || count is < 1 or > MaxSeconds)
                return $"'for_s' must be a whole number from 1 to {MaxSeconds}.";
            time = TimeSpan.FromSeconds(count);
        }

        foreach (var entry in asked.EnumerateObject())
        {
            if (entry.Name.Length is 0 or > MaxCategoryLength) return $"A category has 1 to {MaxCategoryLength} characters.";
            // A pattern can go before every configured category, those that keep tokens out of the log among them, and one with two asterisks makes all loggers throw. A line
            // break would be a line of the log.
            if (entry.Name.Any(letter => char.IsControl(letter) || letter == '*')) return "A category has no '*' and no control characters.";
            if (entry.Name.StartsWith(Secretive, StringComparison.OrdinalIgnoreCase)) return $"'{Secretive}' can't be changed: it would log tokens.";
            if (entry.Value.ValueKind != JsonValueKind.String || !IsLevel(entry.Value.GetString()!, out var level))
                return $"The level of '{entry.Name}' must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
            levels[entry.Name] = level;
        }

        return levels.Count is 0 or > MaxCategories ? $"There must be 1 to {MaxCategories} categories." : null;
    }

    private static bool IsLevel(string text, out LogLevel level) => Enum.TryParse(text, ignoreCase: true, out level) && Enum.GetNames<LogLevel>().Contains(text, StringComparer.OrdinalIgnoreCase);
}
