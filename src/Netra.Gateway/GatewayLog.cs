using Microsoft.Extensions.Logging;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What a gateway logs. Event ids 1000 to 1099. Never a token, never a payload.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connection {Connection} established (resumed: {Resumed})")]
    public static partial void Connected(ILogger logger, ConnectionId connection, bool resumed);

    [LoggerMessage(1001, LogLevel.Information, "Connection {Connection} ended")]
    public static partial void Disconnected(ILogger logger, ConnectionId connection);

    [LoggerMessage(1002, LogLevel.Debug, "The socket of connection {Connection} is gone: {Why}")]
    public static partial void SocketLost(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1003, LogLevel.Error, "Connection {Connection} failed")]
    public static partial void ConnectionFailed(ILogger logger, ConnectionId connection, Exception exception);

    [LoggerMessage(1004, LogLevel.Debug, "Cutting the socket of connection {Connection}: {Why}")]
    public static partial void Aborting(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1005, LogLevel.Debug, "Connection {Connection} could not be taken off its user's list; its lease will run out: {Why}")]
    public static partial void DetachFailed(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1006, LogLevel.Debug, "Connection {Connection} could not read from its user's log and asks again: {Why}")]
    public static partial void PullFailed(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1007, LogLevel.Debug, "Connection {Connection} could not be attached again and tries again: {Why}")]
    public static partial void ReattachFailed(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1008, LogLevel.Debug, "An acknowledgement of connection {Connection} was not taken and is sent again: {Why}")]
    public static partial void AcknowledgeFailed(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1009, LogLevel.Warning, "A {What} of connection {Connection} was not carried out; its client is told")]
    public static partial void CallFailed(ILogger logger, ConnectionId connection, string what, Exception exception);

    [LoggerMessage(1010, LogLevel.Information, "Connection {Connection} takes nothing any more and is closed")]
    public static partial void SlowConsumer(ILogger logger, ConnectionId connection);

    [LoggerMessage(1011, LogLevel.Debug, "Connection {Connection} could not read its user's state and asks again: {Why}")]
    public static partial void StateReadFailed(ILogger logger, ConnectionId connection, string why);

    [LoggerMessage(1020, LogLevel.Warning, "Silo {Silo} died; {Connections} connections of its users are attached again")]
    public static partial void SiloDied(ILogger logger, SiloAddress silo, int connections);

    [LoggerMessage(1021, LogLevel.Warning, "The leases of {Users} users could not be renewed at {Silo}: {Why}")]
    public static partial void RenewalFailed(ILogger logger, SiloAddress silo, int users, string why);

    [LoggerMessage(1022, LogLevel.Error, "The outbound stream of this gateway reports a fault")]
    public static partial void StreamFailed(ILogger logger, Exception exception);

    [LoggerMessage(1023, LogLevel.Error, "A round of lease renewals failed; the next one comes in its time")]
    public static partial void RenewalRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(1030, LogLevel.Debug, "Refused an upgrade: {Code}")]
    public static partial void Refused(ILogger logger, string code);

    [LoggerMessage(1031, LogLevel.Warning, "An upgrade could not be served: the user's grain did not answer")]
    public static partial void AttachFailed(ILogger logger, Exception exception);

    [LoggerMessage(1050, LogLevel.Information, "Draining begins: {Connections} connections are to come back elsewhere; none is accepted any more")]
    public static partial void DrainBegun(ILogger logger, int connections);

    [LoggerMessage(1051, LogLevel.Information, "Draining: a wave of {Count} is asked to leave; {Asked} of {Connections} have been")]
    public static partial void DrainWave(ILogger logger, int count, int asked, int connections);

    [LoggerMessage(1052, LogLevel.Information, "Drained of {Connections} connections in {Elapsed}; {Cut} of them were cut, {Left} are left")]
    public static partial void DrainEnded(ILogger logger, int connections, TimeSpan elapsed, int cut, int left);

    [LoggerMessage(1053, LogLevel.Warning, "{Left} connections have not left in their time; the gateway stops without them")]
    public static partial void DrainIncomplete(ILogger logger, int left);

    [LoggerMessage(1054, LogLevel.Warning, "The grace period was over before the drain was; {Left} connections are cut")]
    public static partial void DrainCutShort(ILogger logger, int left);

    [LoggerMessage(1055, LogLevel.Error, "The drain failed; the gateway stops without it")]
    public static partial void DrainFailed(ILogger logger, Exception exception);

    [LoggerMessage(1033, LogLevel.Information, "The plans were read anew: {Plans}")]
    public static partial void PlansReloaded(ILogger logger, string plans);

    [LoggerMessage(1034, LogLevel.Error, "The changed configuration of the plans is wrong; the limits stay as they were: {Why}")]
    public static partial void PlansNotReloaded(ILogger logger, string why);

    [LoggerMessage(1035, LogLevel.Warning, "A token names the plan {Plan}, which is not configured; its user has the limits of users without a plan")]
    public static partial void PlanUnknown(ILogger logger, string plan);

    [LoggerMessage(1036, LogLevel.Information, "Connection {Connection} floods its socket and is closed")]
    public static partial void Flooded(ILogger logger, ConnectionId connection);

    [LoggerMessage(1037, LogLevel.Information, "Connection {Connection} did not finish a message in time and is closed")]
    public static partial void MessageUnfinished(ILogger logger, ConnectionId connection);

    [LoggerMessage(1040, LogLevel.Warning, "A call of the server API failed")]
    public static partial void ApiCallFailed(ILogger logger, Exception exception);

    [LoggerMessage(1060, LogLevel.Information, "Fetched the keys of the issuer {Issuer}: {Usable} can be used, {Ignored} can't")]
    public static partial void KeysFetched(ILogger logger, string issuer, int usable, int ignored);

    [LoggerMessage(1061, LogLevel.Warning, "Fetched the keys of the issuer {Issuer}: none can be used ({Ignored} are of other kinds); its tokens are refused")]
    public static partial void NoUsableKeys(ILogger logger, string issuer, int ignored);

    [LoggerMessage(1062, LogLevel.Warning, "The keys of the issuer {Issuer} could not be fetched: {Why} (earlier keys go on: {HasEarlier})")]
    public static partial void KeysNotFetched(ILogger logger, string issuer, string why, bool hasEarlier);

    [LoggerMessage(1063, LogLevel.Warning, "A ticket could not be checked; its client is told")]
    public static partial void TicketNotRedeemed(ILogger logger, Exception exception);

    [LoggerMessage(1041, LogLevel.Warning, "Process {Process} did not tell what it remembers of a message; the answer says so: {Why}")]
    public static partial void RecallFailed(ILogger logger, SiloAddress process, string why);
}
