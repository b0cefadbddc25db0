using System.CommandLine;

namespace Netra.Tool;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonArguments
{
    public static Argument<string> User() => new("user") { Description = "The user's id." };

    public static Option<long> After() => new("--after") { Description = "Only those above this seq.", HelpName = "seq" };

    public static Option<int> Limit()
    {
        var option = new Option<int>("--limit") { Description = "How many at most; 0: all.", HelpName = "number", DefaultValueFactory = _ => 100 };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < 0))
                result.AddError($"--limit must be a whole number from 0, not '{result.Tokens[0].Value}'.");
        });
        return option;
    }

    /// <summary>As many as were asked for.</summary>
    public static IAsyncEnumerable<T> Take<T>(IAsyncEnumerable<T> all, int limit) => limit == 0 ? all : all.Take(limit);

    /// <summary>How many to fetch at once.</summary>
    public static int PageOf(int limit) => limit == 0 ? 1_000 : Math.Min(limit, 1_000);
}
