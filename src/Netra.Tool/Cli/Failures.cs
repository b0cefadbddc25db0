using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Netra.Client;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>What commands fail with, in words.</summary>
internal static class Failures
{
    /// <summary>Whether it is a failure that the user can understand, and not a fault of the program.</summary>
    public static bool IsExpected(Exception exception) => exception
        is ToolException or UsageException or NetraApiException or NetraException or HttpRequestException or TimeoutException or ArgumentException or JsonException or IOException
        or UnauthorizedAccessException or OptionsValidationException;

    /// <summary>How the program ends with it.</summary>
    public static int ExitCodeOf(Exception exception) =>
        exception is UsageException or ArgumentException or OptionsValidationException ? ExitCodes.WrongUsage : ExitCodes.Failed;

    /// <summary>What became of a message whose publishing ended with it.</summary>
    public static MessageFate FateOf(Exception exception) => exception switch
    {
        // An answer of the server's says so.
        NetraApiException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout } => MessageFate.Failed,
        NetraApiException or TimeoutException => MessageFate.Unknown,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => MessageFate.Failed,
        HttpRequestException => MessageFate.Unknown,
        _ => MessageFate.Failed,
    };

    /// <summary>The stable code of a failure, where it has one.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        NetraApiException api => api.Code,
        NetraException client => client.Code,
        _ => null,
    };

    /// <summary>The failure in one line.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        NetraException client => $"{client.Code}: {client.Message}",
        // The name of the parameter means nothing to the user.
        ArgumentException { ParamName: { } name } argument => argument.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        HttpRequestException http => $"The server can't be reached: {http.Message}",
        _ => exception.Message,
    };
}
