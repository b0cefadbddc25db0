using Microsoft.AspNetCore.Http;

namespace Netra.Gateway;

/// <summary>The server API's calls about one user, for what a host serves beside it. The host decides who may call.</summary>
public interface IUserCalls
{
    /// <summary>Answers a call as the server API does, problem+json for failures among it. The user is what follows <c>/users/</c> in the request's target.</summary>
    Task RunAsync(HttpContext context, UserCall call);
}
