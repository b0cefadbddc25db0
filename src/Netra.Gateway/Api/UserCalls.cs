using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway;

internal sealed class UserCalls(UserApi users, DeadLetterApi deadLetters, ConnectionApi connections, ExplainApi explain, ILogger<UserCalls> logger) : IUserCalls
{
    public async Task RunAsync(HttpContext context, UserCall call)
    {
        try
        {
            await (call switch
            {
                UserCall.Describe => users.DescribeAsync(context),
                UserCall.ReadDeadLetters => deadLetters.ReadAsync(context),
                UserCall.RetryDeadLetter => deadLetters.RetryAsync(context),
                UserCall.Explain => explain.ExplainAsync(context),
                UserCall.DisconnectAll => connections.DisconnectAllAsync(context),
                UserCall.Disconnect => connections.DisconnectAsync(context),
                _ => throw new ArgumentOutOfRangeException(nameof(call), call, "There is no such call."),
            });
        }
        catch (Exception exception) when (ApiFailures.CanAnswer(context, exception))
        {
            await ApiFailures.AnswerAsync(context, logger, exception);
        }
    }
}
