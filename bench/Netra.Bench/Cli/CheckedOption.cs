using System.CommandLine;

namespace Netra.Bench;

/// <summary>Options whose values are checked before anything is started.</summary>
internal static class CheckedOption
{
    /// <summary>A number within bounds.</summary>
    public static Option<int> Number(string name, string description, int standard, int lowest = 1, int highest = 1_000_000)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < lowest || number > highest))
                result.AddError($"{name} must be from {lowest} to {highest}, not '{result.Tokens[0].Value}'.");
        });
        return option;
    }

    /// <summary>Seconds, above zero.</summary>
    public static Option<double> Seconds(string name, string description, double standard)
    {
        const double highest = 3_600;
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!TryParse(result.Tokens[0].Value, out var seconds) || seconds <= 0 || seconds > highest))
                result.AddError($"{name} must be above 0 and at most {highest}, not '{result.Tokens[0].Value}'.");
        });
        return option;
    }

    /// <summary>One or several whole numbers from 1.</summary>
    public static Option<int[]> Numbers(string name, string description, params int[] standard)
    {
        var option = new Option<int[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !int.TryParse(token.Value, out var number) || number < 1))
                result.AddError($"{name} must be whole numbers from 1, not '{token.Value}'.");
        });
        return option;
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number);
}
