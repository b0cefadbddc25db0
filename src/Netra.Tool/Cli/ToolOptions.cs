using System.CommandLine;

namespace Netra.Tool;

/// <summary>What every command can be told.</summary>
internal sealed class ToolOptions
{
    private const string DefaultUrl = "http://localhost:5080";
    private const int DefaultRetries = 3;

    private readonly Option<string?> _url = new("--url") { Description = $"The server; else NETRA_URL, else {DefaultUrl}.", HelpName = "address", Recursive = true };
    private readonly Option<string?> _key = new("--key") { Description = "The API key; else NETRA_KEY.", HelpName = "key", Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON to standard output, one object a line; errors as JSON to standard error.", Recursive = true };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Say on standard error what goes on: retries, reconnects.", Recursive = true };

    private readonly Option<int> _retries = new("--retries")
    {
        Description = "How often a call is tried again that fails for a passing reason, with pauses that double from 0.2 s to 5 s.",
        HelpName = "number",
        Recursive = true,
        DefaultValueFactory = _ => DefaultRetries,
    };

    public ToolOptions()
    {
        _retries.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 0 or > 1_000))
                result.AddError($"--retries must be from 0 to 1000, not '{result.Tokens[0].Value}'.");
        });
        _url.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsAddress(result.Tokens[0].Value))
                result.AddError($"--url must be an address such as {DefaultUrl}, with neither query nor fragment, not '{result.Tokens[0].Value}'.");
        });
    }

    /// <summary>Adds the options to the root; every command below it has them.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(_url);
        root.Options.Add(_key);
        root.Options.Add(_json);
        root.Options.Add(_retries);
        root.Options.Add(_verbose);
    }

    /// <summary>Makes a command do something, and say in one line why it could not.</summary>
    public void Run(Command command, Func<ParseResult, ToolRun, Task<int>> action) => command.SetAction(async (parsed, cancellationToken) =>
    {
        var output = new ToolOutput(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(_json));
        try
        {
            await using var run = new ToolRun(ServerOf(parsed), output, parsed.GetValue(_verbose), cancellationToken);
            return await action(parsed, run);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.Error.WriteLineAsync("Cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            output.Fail(exception);
            return Failures.ExitCodeOf(exception);
        }
    });

    private ServerSettings ServerOf(ParseResult parsed)
    {
        var url = Given(parsed.GetValue(_url), "NETRA_URL") ?? DefaultUrl;
        return IsAddress(url)
            ? new ServerSettings(new Uri(url), Given(parsed.GetValue(_key), "NETRA_KEY"), parsed.GetValue(_retries))
            : throw new UsageException($"NETRA_URL must be an address such as {DefaultUrl}, with neither query nor fragment, not '{url}'.");
    }

    /// <summary>What the command line says, else the environment. Empty is not given.</summary>
    public static string? Given(string? option, string variable)
    {
        if (!string.IsNullOrEmpty(option)) return option;
        var value = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.Query.Length + url.Fragment.Length == 0;
}
