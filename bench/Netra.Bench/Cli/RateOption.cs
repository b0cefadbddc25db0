using System.CommandLine;
using System.Globalization;

namespace Netra.Bench;

/// <summary>The option of rates.</summary>
internal static class RateOption
{
    /// <summary>No rate: as fast as it goes.</summary>
    public const string Fastest = "max";

    public static Option<string[]> Create(params string[] standard)
    {
        var option = new Option<string[]>("--rate")
        {
            Description = $"Messages a second, or {Fastest}: as fast as it goes.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value != Fastest && !(int.TryParse(token.Value, out var rate) && rate > 0)))
                result.AddError($"--rate must be whole numbers from 1 or {Fastest}, not '{token.Value}'.");
        });
        return option;
    }

    /// <summary>The rates; null for as fast as it goes.</summary>
    public static double?[] Read(ParseResult parsed, Option<string[]> option) =>
        [.. parsed.GetValue(option)!.Select(text => text == Fastest ? (double?)null : int.Parse(text, CultureInfo.InvariantCulture))];
}
