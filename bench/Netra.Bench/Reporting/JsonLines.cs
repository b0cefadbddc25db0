using System.Text.Encodings.Web;
using System.Text.Json;

namespace Netra.Bench.Reporting;

/// <summary>
/// A run as JSON, an object a line: first the line of the kind <c>run</c> with its facts, then one of the kind <c>outcome</c> for each outcome. Members are
/// in snake case, numbers without a culture. What is read is checked as strictly as what is written; lines of other kinds are passed over.
/// </summary>
internal static class JsonLines
{
    /// <summary>Counts up when a member changes its meaning or goes; one that is added changes nothing.</summary>
    public const int Format = 1;

    private const string Kind = "kind";
    private const string RunKind = "run";
    private const string OutcomeKind = "outcome";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>One line, without its end.</summary>
    public static string Line(string kind, object members)
    {
        var line = JsonSerializer.SerializeToNode(members, members.GetType(), Options)!.AsObject();
        line.Insert(0, Kind, kind);
        return line.ToJsonString(Options);
    }

    public static string Line(RunFacts facts) => Line(RunKind, facts);

    public static string Line(Outcome outcome) => Line(OutcomeKind, outcome);

    public static IEnumerable<string> Lines(RunReport report) => report.Outcomes.Select(Line).Prepend(Line(report.Facts));

    /// <summary>Reads a file; see <see cref="Read"/>.</summary>
    public static async Task<RunReport> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return Read(file, await File.ReadAllLinesAsync(file, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchException($"'{file}' can't be read: {exception.Message}");
        }
    }

    /// <summary>Reads what <see cref="Lines"/> wrote, or what a run wrote to its standard output.</summary>
    /// <param name="name">Where it comes from, for errors.</param>
    /// <param name="lines">The lines; empty ones count for nothing.</param>
    /// <exception cref="BenchException">A line is not what it should be; the message names it.</exception>
    public static RunReport Read(string name, IEnumerable<string> lines)
    {
        RunFacts? facts = null;
        var outcomes = new List<Outcome>();
        foreach (var (index, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            BenchException Refuse(string why) => new($"{name}, line {index + 1}: {why}");
            try
            {
                var json = JsonSerializer.Deserialize<JsonElement>(line);
                switch (KindOf(json))
                {
                    case RunKind when facts is not null: throw Refuse("a second run");
                    case RunKind: facts = FactsOf(json); break;
                    case OutcomeKind: outcomes.Add(OutcomeOf(json, outcomes)); break;
                    case null: throw Refuse("no object with a kind");
                }
            }
            catch (JsonException exception)
            {
                throw Refuse(exception.Message);
            }
        }

        return facts is null ? throw new BenchException($"{name}: no line says what was run") : new RunReport(facts, outcomes, []);
    }

    private static string? KindOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Kind, out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;

    private static RunFacts FactsOf(JsonElement json)
    {
        if (!json.TryGetProperty("format", out var format) || !format.TryGetInt32(out var number) || number != Format)
            throw new JsonException($"this is no run of the format {Format}");
        return json.Deserialize<RunFacts>(Options)!;
    }

    private static Outcome OutcomeOf(JsonElement json, List<Outcome> before)
    {
        var outcome = json.Deserialize<Outcome>(Options)!;
        if (outcome.Fault() is { } fault) throw new JsonException(fault);
        return before.Exists(one => (one.Workload, one.Setting, one.Server) == (outcome.Workload, outcome.Setting, outcome.Server))
            ? throw new JsonException($"a second outcome of {outcome.Workload}, {outcome.Setting}, {outcome.Server}")
            : outcome;
    }
}
