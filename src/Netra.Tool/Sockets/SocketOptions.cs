using System.CommandLine;
using Netra.Client;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>What the commands can be told that connect as a client.</summary>
internal sealed class SocketOptions
{
    private readonly Option<string?> _token = new("--token")
    {
        Description = "The user's token; else NETRA_TOKEN. Without one the API key makes a ticket for each connection, which needs the scope tickets.",
        HelpName = "token",
    };

    private readonly Option<string?> _clientId = new("--client-id")
    {
        Description = "A name for this device, under which the server remembers how far it has read; by default a new one.",
        HelpName = "name",
    };

    private Exception? _refusal;
    private string? _lastReason;

    public Argument<string> User { get; } = CommonArguments.User();

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, User);
        command.Options.Add(_token);
        command.Options.Add(_clientId);
    }

    /// <summary>What a client does. When it gave up because no ticket was to be had, that is what is thrown.</summary>
    public async Task<T> TellRefusalAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (NetraException) when (_refusal is not null)
        {
            throw _refusal;
        }
    }

    /// <summary>A client that is not connected yet.</summary>
    public NetraClient Client(ParseResult parsed, ToolRun run, StartPosition start)
    {
        var user = parsed.GetValue(User)!;
        var token = ToolOptions.Given(parsed.GetValue(_token), "NETRA_TOKEN");
        var client = new NetraClient(new NetraClientOptions
        {
            Url = run.Server.Socket,
            User = user,
            ClientId = parsed.GetValue(_clientId),
            Start = start,
            LoggerFactory = run.Loggers,
            Token = async (request, cancellationToken) =>
            {
                if (token is null) return await TicketAsync(run, user, cancellationToken);
                if (request.Reason == TokenReason.Connect) return token;
                // There is only this one.
                _refusal = new ToolException(request.Reason == TokenReason.Refresh ? "The token ends." : $"The server does not take the token: {_lastReason}.");
                return null;
            },
        });
        client.ConnectionChanged += (_, status) => _lastReason = status.Reason ?? _lastReason;
        return client;
    }

    /// <summary>A new ticket; null when there is none to be had, however often one asks. The client then gives up.</summary>
    private async Task<string?> TicketAsync(ToolRun run, string user, CancellationToken cancellationToken)
    {
        try
        {
            return (await run.Publisher.CreateTicketAsync(user, cancellationToken: cancellationToken)).Text;
        }
        catch (Exception exception) when (exception is NetraApiException { IsTransient: false } or UsageException or ArgumentException)
        {
            _refusal = exception;
            return null;
        }
    }
}
